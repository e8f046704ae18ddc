package io.realtimegateway.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// One page of a collection that is read by key.
///
/// @param items at most as many as were asked for
/// @param hasMore whether there are more behind them
public record Page<T>(List<T> items, boolean hasMore) {
  private static final int USUAL = 50;

  /// Reads one item more than `$top` (or 50) to know whether there are more.
  ///
  /// @param read gives that many items at most
  public static <T> Page<T> of(Call call, IntFunction<List<T>> read) {
    int top = top(call, USUAL);
    return cut(read.apply(top + 1), top);
  }

  /// What `$top` says, or a default.
  public static int top(Call call, int usual) {
    return (int) call.queryNumber("$top").orElse(usual);
  }

  /// The first items of a list that may hold more.
  public static <T> Page<T> cut(List<T> items, int most) {
    return items.size() > most
        ? new Page<>(items.subList(0, most), true)
        : new Page<>(items, false);
  }

  /// Address of the next page, or null where this is the last.
  ///
  /// @param path below the base
  /// @param key query parameters that make the next page begin behind an item
  public @Nullable String nextLink(Call call, String path, Function<T, Map<String, Object>> key) {
    if (!hasMore) {
      return null;
    }
    List<String> parameters = new ArrayList<>();
    key.apply(items.getLast())
        .forEach((name, value) -> parameters.addAll(List.of(name, value.toString())));
    String top = call.queryText("$top");
    if (top != null) {
      parameters.addAll(List.of("$top", top));
    }
    return call.url().resource(path, parameters.toArray(String[]::new));
  }
}
