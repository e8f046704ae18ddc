package io.realtimegateway.security;

import java.time.Instant;

/// Leave to open one WebSocket, as a verified ticket shows it.
///
/// @param ticketID random text of 1..64 characters, good for one redemption
/// @param userID 1..2^53-1
/// @param term of the user's log when the ticket was made; of no use in another
/// @param issuedAt in whole milliseconds, not after `expiresAt`
/// @param expiresAt in whole seconds
/// @param loginID the login that the session lives and ends with
/// @param loginIssuedAt in whole milliseconds; an end of all logins after it voids the ticket,
///   whenever that was made
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
