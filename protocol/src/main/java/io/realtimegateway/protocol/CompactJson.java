package io.realtimegateway.protocol;

/// JSON as it was written, without white space between its tokens: an application's `metadata`
/// keeps its digits and escapes, and is the same text over sockets and REST.
public final class CompactJson {
  private CompactJson() {}

  /// Compacts a part of a text that has been parsed: one complete value.
  ///
  /// @param end index after the last character
  public static String of(CharSequence json, int start, int end) {
    StringBuilder compact = new StringBuilder(end - start);
    boolean isInText = false;
    for (int at = start; at < end; at++) {
      char unit = json.charAt(at);
      if (isInText && unit == '\\') {
        compact.append(unit);
        at++;
        compact.append(json.charAt(at));
        continue;
      }
      if (unit == '"') {
        isInText = !isInText;
      }
      if (isInText || unit > ' ') {
        compact.append(unit);
      }
    }
    return compact.toString();
  }
}
