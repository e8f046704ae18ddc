package io.realtimegateway.server.configuration;

import io.realtimegateway.model.DurationText;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Values as the configuration would write them.
final class ValueText {

  /// Stands for what is not given.
  static final String NONE = "–";

  private ValueText() {}

  static String of(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.map(ValueText::of).orElse(NONE);
      case Collection<?> items when items.isEmpty() -> NONE;
      case Collection<?> items ->
          items.stream().map(ValueText::of).sorted().collect(Collectors.joining(", "));
      case Duration duration -> DurationText.format(duration);
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      case String text -> text.isEmpty() ? NONE : text;
      default -> value.toString();
    };
  }
}
