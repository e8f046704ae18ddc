package io.realtimegateway.store.logins;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A login that a token of the application's own issuer proves. What it does not say of the user is
/// null and leaves what is known.
///
/// @param externalID subject in the application's own user base
/// @param loginID the same for the same token, 1 to 64 characters
/// @param issuedAt ends of all logins are compared with it
/// @param createdAt shown to the user
/// @param expiresAt from then on the token is refused by itself
/// @param userAgent as the browser gave it, empty where it gave none
public record ForeignLogin(
    String externalID,
    String loginID,
    Instant issuedAt,
    Instant createdAt,
    Instant expiresAt,
    String userAgent,
    @Nullable String displayName,
    @Nullable String email,
    @Nullable String displayImage) {}
