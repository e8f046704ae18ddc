package io.realtimegateway.store.archive;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Converts rows to the arrays that `unnest` takes.
final class Columns {
  private Columns() {}

  static <T> long[] numbers(List<T> rows, ToLongFunction<T> column) {
    long[] numbers = new long[rows.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = column.applyAsLong(rows.get(i));
    }
    return numbers;
  }

  static <T> boolean[] truths(List<T> rows, Predicate<T> column) {
    boolean[] truths = new boolean[rows.size()];
    for (int i = 0; i < truths.length; i++) {
      truths[i] = column.test(rows.get(i));
    }
    return truths;
  }

  static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
    @Nullable String[] texts = new @Nullable String[rows.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = column.apply(rows.get(i));
    }
    return texts;
  }

  static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }
}
