package io.realtimegateway.api.users;

/// The name of a user in the application's own user base.
public final class ExternalID {
  private static final int LONGEST = 255;

  private ExternalID() {}

  /// Whether it is 1 to 255 code points without control characters, lone surrogates and commas
  /// (lists of them are separated by commas), and none of the two that mean something in a path.
  public static boolean isValid(String text) {
    return !text.isEmpty()
        && !text.equals(".")
        && !text.equals("..")
        && text.codePointCount(0, text.length()) <= LONGEST
        && text.codePoints().allMatch(ExternalID::isAllowed);
  }

  private static boolean isAllowed(int codePoint) {
    return codePoint != ','
        && !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }
}
