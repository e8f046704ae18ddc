package io.realtimegateway.api.foreign;

import java.time.Instant;
import java.util.Optional;

/// What a good token of the application's issuer says.
///
/// @param loginID made from what was signed, so that it is the same for the same token
/// @param issuedAt `Instant.EPOCH` if it does not say
/// @param expiresAt the clock skew counted in
/// @param email left out where the token says that it is not verified
record ForeignToken(
    String externalID,
    String loginID,
    Instant issuedAt,
    Instant expiresAt,
    Optional<String> displayName,
    Optional<String> email,
    Optional<String> displayImage) {}
