package io.realtimegateway.api.foreign;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;

/// Names of the claims that describe a user in an application's tokens, each 1..255 characters.
///
/// @param subject becomes the user's `externalId`; its value is text or an integer
/// @param name may be absent in a token, as `email` and `picture` may
public record ClaimNames(String subject, String name, String email, String picture)
    implements Settings {
  public ClaimNames {
    Range.requireText("auth.application.claims.subject", subject, 255);
    Range.requireText("auth.application.claims.name", name, 255);
    Range.requireText("auth.application.claims.email", email, 255);
    Range.requireText("auth.application.claims.picture", picture, 255);
  }

  /// The names of OpenID Connect.
  public static ClaimNames defaults() {
    return new ClaimNames("sub", "name", "email", "picture");
  }
}
