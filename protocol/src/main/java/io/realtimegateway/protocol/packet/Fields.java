package io.realtimegateway.protocol.packet;

import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.Shards;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Checks that compact constructors share. Each throws [IllegalArgumentException] with the name of
/// the field.
final class Fields {
  private Fields() {}

  /// An id of a user, conversation or message: 1..2^53-1.
  static void id(String field, long value) {
    if (value < 1 || value > Limits.MAX_ID) {
      throw new IllegalArgumentException(field + " must be 1.." + Limits.MAX_ID);
    }
  }

  /// An id, or 0 for "none".
  static void idOrZero(String field, long value) {
    if (value != 0) {
      id(field, value);
    }
  }

  /// A counter, time or handle: not negative.
  static void natural(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(field + " must not be negative");
    }
  }

  static void range(String field, long value, long low, long high) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(field + " must be " + low + ".." + high);
    }
  }

  static void shard(int value) {
    range("shard", value, 0, Shards.COUNT - 1);
  }

  /// A text of 0..`most` UTF-16 units without lone surrogates is what the codec can write.
  static void text(String field, @Nullable String value, int most) {
    if (value != null && value.length() > most) {
      throw new IllegalArgumentException(field + " is longer than " + most);
    }
  }

  static void name(String value) {
    int points = value.codePointCount(0, value.length());
    range("name", points, 1, Limits.MAX_NAME_CODE_POINTS);
  }

  static void content(String value) {
    int points = value.codePointCount(0, value.length());
    range("content", points, 1, Limits.MAX_CONTENT_CODE_POINTS);
  }

  static void metadata(@Nullable String value) {
    text("metadata", value, Limits.MAX_METADATA_BYTES);
  }

  static <T> List<T> list(String field, List<T> value) {
    range(field, value.size(), 0, Limits.MAX_LIST);
    return List.copyOf(value);
  }
}
