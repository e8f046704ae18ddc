package io.realtimegateway.security;

import com.nimbusds.jwt.JWTClaimsSet;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Tickets for one WebSocket each: HS256 JWTs of their own type and audience, so that a ticket is
/// never accepted as a login token, nor a login token as a ticket. The engine enforces that a
/// ticket is used only once. Thread-safe.
public final class Tickets {
  private static final String TERM = "term";
  private static final String ISSUED_AT_MILLIS = "iatms";
  private static final String LOGIN_ID = "lid";
  private static final String LOGIN_ISSUED_AT_MILLIS = "liatms";
  private static final String LOGIN_EXPIRES_AT = "lexp";

  private final TokenSettings settings;
  private final SignedTokens tokens;
  private final InstantSource clock;

  public Tickets(TokenSettings settings, TokenKeys keys, InstantSource clock, SecureRandom random) {
    this.settings = settings;
    this.clock = clock;
    this.tokens = new SignedTokens(settings.issuer(), "ticket+jwt", keys, clock, random);
  }

  /// A ticket and its text.
  public record Issued(Ticket ticket, String token) {
    @Override
    public String toString() {
      return "Issued[ticket=" + ticket + "]";
    }
  }

  /// A new ticket for a login; it ends with the login at the latest.
  ///
  /// @param term of the user's log, 0 or more
  public Issued issue(Login login, long term) {
    if (term < 0) {
      throw new IllegalArgumentException("term must not be negative");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Instant end = now.truncatedTo(ChronoUnit.SECONDS).plus(settings.ticketLifetime());
    Ticket ticket =
        new Ticket(
            tokens.newID(),
            login.userID(),
            term,
            now,
            end.isBefore(login.expiresAt()) ? end : login.expiresAt(),
            login.loginID(),
            login.issuedAt(),
            login.expiresAt());
    return new Issued(ticket, tokens.sign(claims(ticket)));
  }

  /// What a ticket grants; empty if the text is not an unexpired ticket of this server.
  public Optional<Ticket> verify(String token) {
    return tokens.verify(token).flatMap(Tickets::read);
  }

  private JWTClaimsSet claims(Ticket ticket) {
    return tokens
        .claims(ticket.ticketID(), ticket.userID(), ticket.issuedAt(), ticket.expiresAt())
        .claim(TERM, ticket.term())
        .claim(ISSUED_AT_MILLIS, ticket.issuedAt().toEpochMilli())
        .claim(LOGIN_ID, ticket.loginID())
        .claim(LOGIN_ISSUED_AT_MILLIS, ticket.loginIssuedAt().toEpochMilli())
        .claim(LOGIN_EXPIRES_AT, ticket.loginExpiresAt().getEpochSecond())
        .build();
  }

  private static Optional<Ticket> read(SignedTokens.Claims good) {
    try {
      Optional<Long> term = good.natural(TERM);
      Optional<Long> issuedAt = good.natural(ISSUED_AT_MILLIS);
      Optional<String> loginID = good.id(LOGIN_ID);
      Optional<Long> loginIssuedAt = good.natural(LOGIN_ISSUED_AT_MILLIS);
      Optional<Long> loginEnd = good.natural(LOGIN_EXPIRES_AT);
      if (term.isEmpty()
          || issuedAt.isEmpty()
          || issuedAt.get() > good.expiresAt().toEpochMilli()
          || loginID.isEmpty()
          || loginIssuedAt.isEmpty()
          || loginEnd.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Ticket(
              good.id(),
              good.userID(),
              term.get(),
              Instant.ofEpochMilli(issuedAt.get()),
              good.expiresAt(),
              loginID.get(),
              Instant.ofEpochMilli(loginIssuedAt.get()),
              Instant.ofEpochSecond(loginEnd.get())));
    } catch (ParseException _) {
      return Optional.empty();
    }
  }
}
