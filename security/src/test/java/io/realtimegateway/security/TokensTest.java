package io.realtimegateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {
  private static final Secret KEY = Secret.ofText("0123456789abcdef0123456789abcdef");
  private static final Secret OTHER_KEY = Secret.ofText("fedcba9876543210fedcba9876543210");
  private static final Instant START = Instant.parse("2026-03-01T12:00:00.750Z");

  private final TokenSettings settings = TokenSettings.defaults();
  private final SecureRandom random = new SecureRandom();
  private Instant now = START;
  private final LoginTokens logins = logins(TokenKeys.of(KEY));
  private final Tickets tickets = tickets(TokenKeys.of(KEY));

  @Test
  void aTokenProvesTheLoginThatItWasMadeFor() {
    var issued = logins.issue(42);
    assertThat(issued.login().userID()).isEqualTo(42);
    assertThat(issued.login().issuedAt()).isEqualTo(START);
    assertThat(issued.login().expiresAt()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(logins.verify(issued.token())).contains(issued.login());
  }

  @Test
  void everyLoginHasAnIdOfItsOwn() {
    assertThat(logins.issue(42).login().loginID())
        .hasSize(22)
        .isNotEqualTo(logins.issue(42).login().loginID());
  }

  @Test
  void aTokenEndsAtItsSecond() {
    String token = logins.issue(42).token();
    now = Instant.parse("2026-03-02T11:59:59.999Z");
    assertThat(logins.verify(token)).isPresent();
    now = Instant.parse("2026-03-02T12:00:00Z");
    assertThat(logins.verify(token)).isEmpty();
  }

  @Test
  void aTicketCarriesItsLoginAndTheTerm() {
    Login login = logins.issue(42).login();
    var issued = tickets.issue(login, 7);
    assertThat(issued.ticket())
        .isEqualTo(
            new Ticket(
                issued.ticket().ticketID(),
                42,
                7,
                START,
                Instant.parse("2026-03-01T12:01:00Z"),
                login.loginID(),
                login.issuedAt(),
                login.expiresAt()));
    assertThat(tickets.verify(issued.token())).contains(issued.ticket());
    now = now.plus(Duration.ofSeconds(60));
    assertThat(tickets.verify(issued.token())).isEmpty();
  }

  @Test
  void aTokenOfAnEarlierVersionHasWholeSeconds() throws Exception {
    var issued = logins.issue(42);
    SignedJWT good = SignedJWT.parse(issued.token());
    var claims = new JWTClaimsSet.Builder(good.getJWTClaimsSet()).claim("iatms", null);

    assertThat(logins.verify(sign(good.getHeader(), claims.build(), KEY)).orElseThrow().issuedAt())
        .isEqualTo("2026-03-01T12:00:00Z");
  }

  /// An end of all logins voids the tickets of those from before, and no other.
  @Test
  void aTicketHasTheMillisecondOfItsLogin() throws Exception {
    Login login = logins.issue(42).login();
    now = now.plusSeconds(30);
    var issued = tickets.issue(login, 7);

    assertThat(tickets.verify(issued.token())).map(Ticket::loginIssuedAt).contains(START);
    SignedJWT good = SignedJWT.parse(issued.token());
    for (Object wrong : new Object[] {-1, "now", null}) {
      var claims = new JWTClaimsSet.Builder(good.getJWTClaimsSet()).claim("liatms", wrong);
      assertThat(tickets.verify(sign(good.getHeader(), claims.build(), KEY))).isEmpty();
    }
  }

  @Test
  void aTicketHasTheMillisecondOfItsIssue() {
    now = Instant.parse("2026-03-01T12:00:00.750999Z");
    var issued = tickets.issue(logins.issue(42).login(), 7);
    assertThat(tickets.verify(issued.token()))
        .map(Ticket::issuedAt)
        .contains(Instant.parse("2026-03-01T12:00:00.750Z"));
  }

  @Test
  void aTicketWithoutAGoodTimeOfItsMakingIsRefused() throws Exception {
    long end = START.plusSeconds(60).getEpochSecond() * 1000;
    assertThat(tickets.verify(ticketMadeAt(START.toEpochMilli()))).isPresent();
    assertThat(tickets.verify(ticketMadeAt(end))).isPresent();
    assertThat(tickets.verify(ticketMadeAt(end + 1))).isEmpty();
    assertThat(tickets.verify(ticketMadeAt(Long.MAX_VALUE))).isEmpty();
    assertThat(tickets.verify(ticketMadeAt(-1))).isEmpty();
    assertThat(tickets.verify(ticketMadeAt(null))).isEmpty();
    assertThat(tickets.verify(ticketMadeAt("now"))).isEmpty();
  }

  /// @param millis the claim, or null for none
  private String ticketMadeAt(@Nullable Object millis) throws Exception {
    SignedJWT good = SignedJWT.parse(tickets.issue(logins.issue(42).login(), 7).token());
    var claims = new JWTClaimsSet.Builder(good.getJWTClaimsSet()).claim("iatms", millis);
    return sign(good.getHeader(), claims.build(), KEY);
  }

  @Test
  void aTicketEndsWithItsLogin() {
    Login login = logins.issue(42).login();
    now = login.expiresAt().minusSeconds(5);
    assertThat(tickets.issue(login, 7).ticket().expiresAt()).isEqualTo(login.expiresAt());
  }

  @Test
  void aTicketIsNoTokenAndATokenNoTicket() {
    var issued = logins.issue(42);
    assertThat(tickets.verify(issued.token())).isEmpty();
    assertThat(logins.verify(tickets.issue(issued.login(), 7).token())).isEmpty();
  }

  @Test
  void afterAChangeOfTheSecretTheOldOneIsAcceptedForAWhileOnly() {
    String token = logins.issue(42).token();
    var previous = new TokenKeys.Previous(KEY, START.plusSeconds(3600));
    LoginTokens changed = logins(new TokenKeys(OTHER_KEY, List.of(previous)));
    assertThat(changed.verify(token)).isPresent();
    assertThat(logins.verify(changed.issue(42).token())).isEmpty();
    now = START.plusSeconds(3600);
    assertThat(changed.verify(token)).isEmpty();
  }

  @Test
  void aTokenUnderAnotherKeyIsRefusedAlsoWhenItNamesOurs() throws Exception {
    assertThat(logins(TokenKeys.of(OTHER_KEY)).verify(logins.issue(42).token())).isEmpty();
    assertThat(logins.verify(sign(header(keyID()), claims().build(), OTHER_KEY))).isEmpty();
    assertThat(logins.verify(sign(header("unknown"), claims().build(), KEY))).isEmpty();
    assertThat(logins.verify(sign(header(null), claims().build(), KEY))).isEmpty();
    assertThat(logins.verify(sign(header(keyID()), claims().build(), KEY))).isPresent();
  }

  @Test
  void aTokenWithoutASignatureIsRefused() throws Exception {
    var plain = new PlainJWT(new PlainHeader.Builder().build(), claims().build());
    assertThat(logins.verify(plain.serialize())).isEmpty();
    String good = logins.issue(42).token();
    assertThat(logins.verify(good.substring(0, good.lastIndexOf('.') + 1))).isEmpty();
  }

  @Test
  void aTokenUnderAnotherAlgorithmIsRefused() throws Exception {
    Secret longKey = Secret.ofText("x".repeat(64));
    LoginTokens longLogins = logins(TokenKeys.of(longKey));
    String id = SignedJWT.parse(longLogins.issue(42).token()).getHeader().getKeyID();
    var header =
        new JWSHeader.Builder(JWSAlgorithm.HS512)
            .type(new JOSEObjectType("login+jwt"))
            .keyID(id)
            .build();
    assertThat(longLogins.verify(sign(header, claims().build(), longKey))).isEmpty();
  }

  @Test
  void aTokenWithAWrongOrMissingClaimIsRefused() throws Exception {
    assertRefused(claims().issuer("someone-else"));
    assertRefused(claims().issuer(null));
    assertRefused(claims().audience("ticket+jwt"));
    assertRefused(claims().audience((String) null));
    assertRefused(claims().subject(null));
    assertRefused(claims().subject("0"));
    assertRefused(claims().subject("-1"));
    assertRefused(claims().subject("9007199254740992"));
    assertRefused(claims().subject("x"));
    assertRefused(claims().jwtID(null));
    assertRefused(claims().jwtID(""));
    assertRefused(claims().jwtID("x".repeat(65)));
    assertRefused(claims().issueTime(null));
    assertRefused(claims().expirationTime(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.", "null", "{}", "\u0000"})
  void whatIsNoTokenIsRefused(String text) {
    assertThat(logins.verify(text)).isEmpty();
    assertThat(tickets.verify(text)).isEmpty();
  }

  @Test
  void aHugeTextIsRefusedUnread() {
    assertThat(logins.verify("x".repeat(100_000))).isEmpty();
  }

  @Property(tries = 500)
  void anyTextIsRefusedWithoutAnException(@ForAll String text) {
    assertThat(logins.verify(text)).isEmpty();
  }

  @Property(tries = 300)
  void aTokenWithOneCharacterChangedIsRefused(@ForAll int position, @ForAll char instead) {
    String token = logins.issue(42).token();
    // The last character of the signature carries bits that Base64 ignores.
    int at = Math.floorMod(position, token.length() - 1);
    if (token.charAt(at) != instead) {
      var changed = new StringBuilder(token);
      changed.setCharAt(at, instead);
      assertThat(logins.verify(changed.toString())).isEmpty();
    }
  }

  @Test
  void theTextFormOfWhatWasIssuedShowsNoToken() {
    var login = logins.issue(42);
    var ticket = tickets.issue(login.login(), 7);
    assertThat(login.toString()).doesNotContain(login.token());
    assertThat(ticket.toString()).doesNotContain(ticket.token());
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    Duration hour = Duration.ofHours(1);
    Duration minute = Duration.ofMinutes(1);
    refused(() -> with(" ", hour, minute), "tokens.issuer");
    refused(() -> with("i", minute.minusMillis(1), minute), "tokens.lifetime");
    refused(() -> with("i", Duration.ofDays(90).plusMillis(1), minute), "tokens.lifetime");
    refused(() -> with("i", hour, Duration.ofMillis(4999)), "tokens.ticket-lifetime");
    refused(() -> with("i", hour, Duration.ofMillis(600_001)), "tokens.ticket-lifetime");
    assertThatThrownBy(() -> TokenKeys.of(Secret.ofText("short")))
        .hasMessage("tokens.secret must have at least 32 bytes, has 5");
  }

  private void assertRefused(JWTClaimsSet.Builder claims) throws Exception {
    assertThat(logins.verify(sign(header(keyID()), claims.build(), KEY))).isEmpty();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("realtime-gateway")
        .audience("login+jwt")
        .subject("42")
        .jwtID("id")
        .issueTime(Date.from(START))
        .expirationTime(Date.from(START.plusSeconds(60)));
  }

  private String keyID() throws ParseException {
    return SignedJWT.parse(logins.issue(42).token()).getHeader().getKeyID();
  }

  private static JWSHeader header(String keyID) {
    return new JWSHeader.Builder(JWSAlgorithm.HS256)
        .type(new JOSEObjectType("login+jwt"))
        .keyID(keyID)
        .build();
  }

  private static String sign(JWSHeader header, JWTClaimsSet claims, Secret key)
      throws JOSEException {
    var token = new SignedJWT(header, claims);
    token.sign(new MACSigner(key.bytes()));
    return token.serialize();
  }

  private LoginTokens logins(TokenKeys keys) {
    return new LoginTokens(settings, keys, () -> now, random);
  }

  private Tickets tickets(TokenKeys keys) {
    return new Tickets(settings, keys, () -> now, random);
  }

  private static TokenSettings with(String issuer, Duration lifetime, Duration ticketLifetime) {
    return new TokenSettings(issuer, Optional.empty(), Optional.empty(), lifetime, ticketLifetime);
  }

  private static void refused(ThrowingCallable made, String key) {
    assertThatThrownBy(made).hasMessageStartingWith(key);
  }
}
