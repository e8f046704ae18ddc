package io.realtimegateway.store.logins;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A login proven by a token of the application's own issuer. What the token does not say about the
/// user is null and leaves the stored value.
///
/// @param externalID subject in the application's own user base
/// @param loginID the same for the same token, 1 to 64 characters
/// @param issuedAt compared with revocations of all logins of the user
/// @param createdAt shown to the user
/// @param expiresAt time at which the token expires
/// @param userAgent as the browser sent it, empty for none
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
