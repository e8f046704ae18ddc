package io.realtimegateway.server.configuration;

import java.util.Arrays;
import java.util.List;

/// What a source gives for a key, before it is parsed.
///
/// @param items the elements of a list, or the one text
/// @param isList whether it was written as a list
public record Given(List<String> items, boolean isList, Source source) {

  public Given {
    items = List.copyOf(items);
  }

  public static Given text(String text, Source source) {
    return new Given(List.of(text), false, source);
  }

  /// What was written, for messages.
  String shown() {
    return String.join(", ", items);
  }

  /// The elements; one text is split at commas.
  List<String> elements() {
    if (isList) {
      return items;
    }
    return Arrays.stream(items.getFirst().split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /// The one text.
  ///
  /// @throws IllegalArgumentException where a list was given
  String single() {
    if (isList) {
      throw new IllegalArgumentException("is one value, not a list");
    }
    return items.getFirst().strip();
  }
}
