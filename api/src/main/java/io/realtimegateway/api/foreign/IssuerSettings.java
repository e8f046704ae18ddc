package io.realtimegateway.api.foreign;

import io.realtimegateway.model.Range;

/// Whose tokens are accepted beside our own.
///
/// @param issuer required `iss`, 1 to 255 characters
/// @param keys what they are signed with
/// @param audience required among `aud`, 1 to 255 characters
public record IssuerSettings(String issuer, IssuerKeys keys, String audience, ClaimNames claims) {
  public IssuerSettings {
    Range.requireText("auth.application.issuer", issuer, 255);
    Range.requireText("auth.application.audience", audience, 255);
  }
}
