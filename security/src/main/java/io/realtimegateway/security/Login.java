package io.realtimegateway.security;

import java.time.Instant;

/// One sign-in of a user, as a verified token shows it.
///
/// @param userID 1..2^53-1
/// @param loginID random text of 1..64 characters (`jti`)
/// @param issuedAt in whole milliseconds; ending all logins of the user later ends this one too
/// @param expiresAt in whole seconds
public record Login(long userID, String loginID, Instant issuedAt, Instant expiresAt) {}
