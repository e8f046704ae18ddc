package io.realtimegateway.api.foreign;

/// Which claims of the application's tokens describe the user.
///
/// @param subject becomes the user's `externalId`; text, or an integer
/// @param displayName may be absent in a token, as the two others
public record ClaimNames(String subject, String displayName, String email, String displayImage) {
  public ClaimNames {
    requireName("subject", subject);
    requireName("name", displayName);
    requireName("email", email);
    requireName("picture", displayImage);
  }

  /// The names of OpenID Connect.
  public static ClaimNames defaults() {
    return new ClaimNames("sub", "name", "email", "picture");
  }

  private static void requireName(String key, String name) {
    if (name.isBlank() || name.length() > 255) {
      throw new IllegalArgumentException(
          "auth.application.claims." + key + " must have 1 to 255 characters");
    }
  }
}
