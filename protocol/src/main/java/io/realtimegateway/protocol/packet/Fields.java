package io.realtimegateway.protocol.packet;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.Limits;
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

  /// A text of at most `most` UTF-16 units that UTF-8 can carry and PostgreSQL can store: no lone
  /// surrogate, no NUL.
  static void text(String field, @Nullable String value, int most) {
    if (value == null) {
      return;
    }
    if (value.length() > most) {
      throw new IllegalArgumentException(field + " is longer than " + most);
    }
    encodedBytes(field, value);
  }

  static void name(String value) {
    int points = value.codePointCount(0, value.length());
    range("name", points, 1, Limits.MAX_NAME_CODE_POINTS);
    encodedBytes("name", value);
  }

  static void groupName(String value) {
    int points = value.codePointCount(0, value.length());
    range("groupName", points, 1, Limits.MAX_GROUP_NAME_CODE_POINTS);
    encodedBytes("groupName", value);
  }

  static void content(String value) {
    int points = value.codePointCount(0, value.length());
    range("content", points, 1, Limits.MAX_CONTENT_CODE_POINTS);
    encodedBytes("content", value);
  }

  static void metadata(@Nullable String value) {
    if (value != null) {
      range("metadata bytes", encodedBytes("metadata", value), 2, Limits.MAX_METADATA_BYTES);
    }
  }

  /// Length as UTF-8, in bytes, of a text without NUL and lone surrogates.
  private static int encodedBytes(String field, String value) {
    int bytes = value.length();
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      if (unit == 0) {
        throw new IllegalArgumentException(field + " must not contain NUL");
      }
      if (unit >= 0x80) {
        bytes += moreBytes(field, value, i);
      }
    }
    return bytes;
  }

  /// How many bytes the unit takes beyond its first; a surrogate pair has four for its two units.
  private static int moreBytes(String field, String value, int index) {
    char unit = value.charAt(index);
    if (!Character.isSurrogate(unit)) {
      return unit < 0x800 ? 1 : 2;
    }
    boolean high = Character.isHighSurrogate(unit);
    int other = high ? index + 1 : index - 1;
    boolean paired =
        other >= 0
            && other < value.length()
            && (high
                ? Character.isLowSurrogate(value.charAt(other))
                : Character.isHighSurrogate(value.charAt(other)));
    if (!paired) {
      throw new IllegalArgumentException(field + " must not contain a lone surrogate");
    }
    return 1;
  }

  /// Ids, at most `most` of them.
  static List<Long> ids(String field, List<Long> values, int least, int most) {
    range(field, values.size(), least, most);
    for (int i = 0; i < values.size(); i++) {
      id(field, values.get(i));
    }
    return List.copyOf(values);
  }

  /// User ids.
  static List<Long> users(String field, List<Long> values) {
    return ids(field, values, 0, Limits.MAX_LIST);
  }

  /// Session handles.
  static List<Long> sessions(List<Long> values) {
    range("sessions", values.size(), 0, Limits.MAX_LIST);
    for (int i = 0; i < values.size(); i++) {
      range("sessions", values.get(i), 1, Long.MAX_VALUE);
    }
    return List.copyOf(values);
  }

  static <T> List<T> list(String field, List<T> value) {
    range(field, value.size(), 0, Limits.MAX_LIST);
    return List.copyOf(value);
  }
}
