package io.realtimegateway.security;

import java.time.Instant;

/// The permission to open one WebSocket, as a verified ticket proves it.
///
/// @param ticketID random text of 1..64 characters, good for one redemption
/// @param userID 1..2^53-1
/// @param term of the user's log when the ticket was issued; the engine refuses it in another term
/// @param issuedAt in whole milliseconds, not after `expiresAt`
/// @param expiresAt in whole seconds
/// @param loginID the login that the session ends with
/// @param loginIssuedAt in whole milliseconds; ending all logins of the user later voids the
///   ticket, whenever it was issued
/// @param loginExpiresAt in whole seconds
public record Ticket(
    String ticketID,
    long userID,
    long term,
    Instant issuedAt,
    Instant expiresAt,
    String loginID,
    Instant loginIssuedAt,
    Instant loginExpiresAt) {}
