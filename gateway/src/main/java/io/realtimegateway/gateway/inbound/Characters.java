package io.realtimegateway.gateway.inbound;

/// Rules for text that is stored or sent to other clients.
final class Characters {
  private Characters() {}

  /// Whether a text has neither a NUL nor a lone surrogate.
  static boolean isPlain(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit == 0) {
        return false;
      }
      if (Character.isSurrogate(unit)) {
        boolean isPair =
            at + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(at + 1));
        if (!isPair) {
          return false;
        }
        at++;
      }
    }
    return true;
  }

  /// Whether a text has `low` to `high` code points.
  static boolean isWithin(String text, int low, int high) {
    if (text.length() > 2 * high) {
      return false;
    }
    int points = text.codePointCount(0, text.length());
    return points >= low && points <= high;
  }
}
