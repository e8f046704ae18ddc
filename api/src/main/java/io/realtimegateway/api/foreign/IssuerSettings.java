package io.realtimegateway.api.foreign;

/// Whose tokens are accepted beside our own.
///
/// @param issuer required `iss`, 1 to 255 characters
/// @param keys what they are signed with
/// @param audience required among `aud`, 1 to 255 characters
public record IssuerSettings(String issuer, IssuerKeys keys, String audience, ClaimNames claims) {
  public IssuerSettings {
    requireText("auth.application.issuer", issuer);
    requireText("auth.application.audience", audience);
  }

  private static void requireText(String key, String value) {
    if (value.isBlank() || value.length() > 255) {
      throw new IllegalArgumentException(key + " must have 1 to 255 characters");
    }
  }
}
