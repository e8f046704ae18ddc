package io.realtimegateway.gateway.outbound;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A growing buffer of JSON as UTF-8, reused for each frame of a loop. It writes tokens and does
/// not check their grammar.
final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final long DAY_MILLIS = 86_400_000L;
  private static final int REPLACEMENT = 0xFFFD;

  /// The last millisecond of the year 9999; later times are shown as this one.
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  private byte[] bytes = new byte[4096];
  private int length;

  static byte[] ascii(String token) {
    return token.getBytes(StandardCharsets.US_ASCII);
  }

  /// The beginning of a frame of this type.
  static byte[] type(String name) {
    return ascii("{\"type\":\"" + name + "\"");
  }

  JsonText clear() {
    length = 0;
    return this;
  }

  int length() {
    return length;
  }

  /// Goes back to an earlier length.
  void cut(int to) {
    length = to;
  }

  byte[] array() {
    return bytes;
  }

  JsonText raw(byte[] token) {
    room(token.length);
    System.arraycopy(token, 0, bytes, length, token.length);
    length += token.length;
    return this;
  }

  JsonText raw(char ascii) {
    room(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  JsonText bool(boolean value) {
    return raw(value ? TRUE : FALSE);
  }

  /// @param value not negative
  JsonText number(long value) {
    room(20);
    int end = length + digits(value);
    long rest = value;
    for (int at = end - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length = end;
    return this;
  }

  /// A number as a JSON string.
  JsonText numberText(long value) {
    return raw('"').number(value).raw('"');
  }

  /// 64 bits as a JSON string of 16 hex digits.
  JsonText epoch(long value) {
    room(18);
    bytes[length++] = '"';
    for (int shift = 60; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(int) (value >>> shift) & 15];
    }
    bytes[length++] = '"';
    return this;
  }

  /// RFC 3339 in UTC with milliseconds, as a JSON string.
  ///
  /// @param epochMillis not negative
  JsonText time(long epochMillis) {
    long millis = Math.min(epochMillis, LAST_MILLIS);
    date(millis / DAY_MILLIS);
    int ofDay = (int) (millis % DAY_MILLIS);
    raw('T').padded(ofDay / 3_600_000, 2);
    raw(':').padded(ofDay / 60_000 % 60, 2);
    raw(':').padded(ofDay / 1000 % 60, 2);
    return raw('.').padded(ofDay % 1000, 3).raw('Z').raw('"');
  }

  /// A complete JSON value.
  JsonText json(String compact) {
    room(3 * compact.length());
    for (int at = 0; at < compact.length(); at++) {
      at = character(compact, at);
    }
    return this;
  }

  /// A JSON string, escaped as far as JSON requires it.
  JsonText text(String value) {
    room(6 * value.length() + 2);
    bytes[length++] = '"';
    for (int at = 0; at < value.length(); at++) {
      char unit = value.charAt(at);
      if (unit < 0x20 || unit == '"' || unit == '\\') {
        escape(unit);
      } else {
        at = character(value, at);
      }
    }
    bytes[length++] = '"';
    return this;
  }

  /// A field with a JSON string, or nothing for null.
  ///
  /// @param field its name with the punctuation around it
  JsonText optional(byte[] field, @Nullable String value) {
    return value == null ? this : raw(field).text(value);
  }

  /// Civil date from days since 1970, after Howard Hinnant's `civil_from_days` (public domain).
  private void date(long daysSince1970) {
    int days = (int) daysSince1970 + 719_468;
    int era = days / 146_097;
    int ofEra = days - era * 146_097;
    int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int shifted = (5 * ofYear + 2) / 153;
    int month = shifted < 10 ? shifted + 3 : shifted - 9;
    int year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    raw('"').padded(year, 4);
    raw('-').padded(month, 2);
    raw('-').padded(ofYear - (153 * shifted + 2) / 5 + 1, 2);
  }

  private JsonText padded(int value, int width) {
    room(width);
    int rest = value;
    for (int at = length + width - 1; at >= length; at--) {
      bytes[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += width;
    return this;
  }

  /// Writes the character at `at` and returns the index of its last unit. There is enough room.
  private int character(String value, int at) {
    char unit = value.charAt(at);
    if (unit < 0x80) {
      bytes[length++] = (byte) unit;
      return at;
    }
    if (Character.isHighSurrogate(unit)
        && at + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(at + 1))) {
      supplementary(Character.toCodePoint(unit, value.charAt(at + 1)));
      return at + 1;
    }
    basic(Character.isSurrogate(unit) ? REPLACEMENT : unit);
    return at;
  }

  private void basic(int unit) {
    if (unit < 0x800) {
      bytes[length++] = (byte) (0xC0 | (unit >> 6));
    } else {
      bytes[length++] = (byte) (0xE0 | (unit >> 12));
      bytes[length++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
    }
    bytes[length++] = (byte) (0x80 | (unit & 0x3F));
  }

  private void supplementary(int point) {
    bytes[length++] = (byte) (0xF0 | (point >> 18));
    bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
    bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
    bytes[length++] = (byte) (0x80 | (point & 0x3F));
  }

  private void escape(char unit) {
    bytes[length++] = '\\';
    switch (unit) {
      case '"', '\\' -> bytes[length++] = (byte) unit;
      case '\n' -> bytes[length++] = 'n';
      case '\r' -> bytes[length++] = 'r';
      case '\t' -> bytes[length++] = 't';
      default -> {
        bytes[length++] = 'u';
        bytes[length++] = '0';
        bytes[length++] = '0';
        bytes[length++] = HEX[unit >> 4];
        bytes[length++] = HEX[unit & 15];
      }
    }
  }

  private static int digits(long value) {
    int count = 1;
    for (long rest = value / 10; rest != 0; rest /= 10) {
      count++;
    }
    return count;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
