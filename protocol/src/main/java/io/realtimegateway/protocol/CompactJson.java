package io.realtimegateway.protocol;

/// JSON as it was written, without the blanks between its tokens: what an application hands over as
/// `metadata` keeps its digits and escapes, and is the same text by whichever way it came.
public final class CompactJson {
  private CompactJson() {}

  /// A part of a text that has been parsed: one whole value.
  ///
  /// @param end behind the last character
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
