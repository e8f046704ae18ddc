package io.realtimegateway.api.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.signin.SignInSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.security.Ticket;
import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.users.UserRepository;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForeignTokenTest {
  private static final String ISSUER = "https://app.example.org";
  private static final String AUDIENCE = "chat";

  private static ECKey key;
  private static ApiServer server;

  @BeforeAll
  static void start() throws JOSEException {
    key = new ECKeyGenerator(Curve.P_256).generate();
    server = ApiServer.start(usual -> with(usual, IssuerKeys.ofPem(pem(key))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiSettings with(ApiSettings usual, IssuerKeys keys) {
    ClaimNames claims = new ClaimNames("uid", "full_name", "email", "avatar");
    SignInSettings signIn =
        new SignInSettings(
            true,
            false,
            Duration.ofHours(24),
            Optional.empty(),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            List.of(),
            Optional.of(new IssuerSettings(ISSUER, keys, AUDIENCE, claims)));
    EdgeSettings edge = usual.edge();
    return new ApiSettings(
        new EdgeSettings(
            edge.maxBodyBytes(),
            edge.requestTimeout(),
            edge.maxRunning(),
            edge.perUser(),
            new Rate(10_000, Duration.ofMinutes(1), 10_000),
            edge.origins(),
            edge.trustedProxies()),
        signIn,
        usual.conversations(),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  private static String pem(ECKey key) {
    try {
      return "-----BEGIN PUBLIC KEY-----\n"
          + Base64.getMimeEncoder().encodeToString(key.toECPublicKey().getEncoded())
          + "\n-----END PUBLIC KEY-----\n";
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JWTClaimsSet.Builder claims(Object subject) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(List.of("other", AUDIENCE))
        .claim("uid", subject)
        .claim("jti", UUID.randomUUID().toString())
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(600)));
  }

  private static String signed(JWTClaimsSet.Builder claims) {
    try {
      return signed(claims, JWSAlgorithm.ES256, new ECDSASigner(key));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String signed(
      JWTClaimsSet.Builder claims, JWSAlgorithm algorithm, JWSSigner signer) {
    try {
      SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims.build());
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String token(Object subject) {
    return signed(claims(subject));
  }

  private static String token(String subject, UnaryOperator<JWTClaimsSet.Builder> change) {
    return signed(change.apply(claims(subject)));
  }

  private static ApiClient bearer(String token) {
    return server.client().with("Authorization", "Bearer " + token);
  }

  private static Answer me(String token) {
    return bearer(token).get("/users/me");
  }

  private static String id(String token) {
    Answer answer = me(token);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    return answer.json().getString("id");
  }

  private static String subject() {
    return "user-" + UUID.randomUUID();
  }

  @Test
  void theUserIsMadeAtFirstSightWithWhatTheTokenSays() {
    String subject = subject();
    String described =
        token(
            subject,
            claims ->
                claims
                    .claim("full_name", " Ada\u0007Lovelace ")
                    .claim("email", subject + "@example.org")
                    .claim("avatar", "https://example.org/ada.png"));

    JsonObject user = me(described).json();

    assertThat(user.getString("displayName")).isEqualTo("Ada Lovelace");
    assertThat(user.getString("email")).isEqualTo(subject + "@example.org");
    assertThat(user.getString("displayImage")).isEqualTo("https://example.org/ada.png");
    assertThat(new UserRepository(server.database()).findByExternalID(subject).orElseThrow().id())
        .isEqualTo(Long.parseLong(user.getString("id")));
    assertThat(me(token(subject)).json()).isEqualTo(user);
  }

  @Test
  void aTokenThatSaysNothingMakesAUserWithoutEmailNamedBySubject() {
    String subject = subject();

    JsonObject user = me(token(subject)).json();

    assertThat(user.getString("displayName")).isEqualTo(subject);
    assertThat(user.getValue("email")).isNull();
    assertThat(user.getValue("displayImage")).isNull();
  }

  /// Signed as it stands, so that a number is written as the test wants.
  private static String written(String subject) {
    try {
      long now = Instant.now().getEpochSecond();
      String payload =
          """
          {"iss":"%s","aud":"%s","iat":%d,"exp":%d,"jti":"%s","uid":%s}"""
              .formatted(ISSUER, AUDIENCE, now, now + 600, UUID.randomUUID(), subject);
      JWSObject token = new JWSObject(new JWSHeader(JWSAlgorithm.ES256), new Payload(payload));
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String externalID(String token) {
    long id = Long.parseLong(id(token));
    return new UserRepository(server.database()).find(id).orElseThrow().externalID();
  }

  @Test
  void anIntegerIsASubjectAsItIsWritten() {
    for (String integer :
        List.of("12345678901234567890", "12345678901234567891", "-7", "0", "9".repeat(255))) {
      assertThat(externalID(written(integer))).isEqualTo(integer);
    }
    assertThat(id(written("4711"))).isEqualTo(id(written("\"4711\"")));
    for (String wrong :
        List.of("5.0", "1e3", "-0.5", "true", "null", "{}", "[5]", "9".repeat(256))) {
      assertRefused(written(wrong), "token_subject", "subject");
    }
  }

  private static void assertRefused(String token, String finer, String word) {
    Answer answer = me(token);
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith("Bearer error=\"invalid_token\", error_description=\"")
        .contains(word);
    assertThat(answer.json().getJsonObject("error").getJsonObject("innererror").getString("code"))
        .isEqualTo(finer);
  }

  private static String withHeader(JWSHeader header) {
    try {
      SignedJWT token = new SignedJWT(header, claims(subject()).build());
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  void aKeyWithoutIdFitsAnyKeyIdOfAToken() {
    assertThat(me(withHeader(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("2026").build())))
        .extracting(Answer::status)
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt", "application/jwt", "at+jwt", "application/at+jwt"})
  void everyKindOfAccessTokenIsTaken(String kind) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType(kind)).build();

    assertThat(me(withHeader(header)).status()).isEqualTo(200);
  }

  @Test
  void aRefusedTokenSaysWhy() throws JOSEException {
    Date past = Date.from(Instant.now().minusSeconds(90));
    Date future = Date.from(Instant.now().plusSeconds(90));
    ECKey other = new ECKeyGenerator(Curve.P_256).generate();
    byte[] publicKey = pem(key).getBytes(StandardCharsets.UTF_8);

    assertRefused("abc", "token_form", "form");
    assertRefused(new PlainJWT(claims("x").build()).serialize(), "token_form", "form");
    assertRefused(
        withHeader(
            new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("other")).build()),
        "token_form",
        "form");
    assertRefused(token("x", claims -> claims.expirationTime(null)), "token_form", "form");
    assertRefused(
        token("x", claims -> claims.issuer("https://evil.example")), "token_issuer", "issuer");
    assertRefused(token("x", claims -> claims.audience("other")), "token_audience", "audience");
    assertRefused(token("x", claims -> claims.expirationTime(past)), "token_expiry", "expiry");
    assertRefused(token("x", claims -> claims.notBeforeTime(future)), "token_expiry", "not valid");
    assertRefused(
        signed(claims("x"), JWSAlgorithm.ES256, new ECDSASigner(other)),
        "token_signature",
        "signature");
    assertRefused(
        signed(claims("x"), JWSAlgorithm.HS256, new MACSigner(publicKey)), "token_key", "key");
    Date longAgo = Date.from(Instant.now().minus(Duration.ofDays(366)));
    assertRefused(token("x", claims -> claims.issueTime(longAgo)), "token_expiry", "a year ago");
  }

  @Test
  void ourOwnTokensSayWhyToo() {
    ApiClient ada = server.user("ada");
    String token = ada.token();

    assertRefused(
        token.substring(0, token.length() - 8) + "AAAAAAAA", "token_signature", "signature");
    assertThat(ada.post("/auth/logout").status()).isEqualTo(204);
    assertRefused(token, "token_ended", "ended");
  }

  /// What cannot be judged is refused.
  @Test
  void aTokenWithoutIssueTimeIsGoodUntilAllLoginsOfItsUserWereEnded() {
    String subject = subject();
    String silent = token(subject, claims -> claims.issueTime(null));
    String id = id(silent);
    JsonObject login = bearer(silent).get("/users/me/logins").value().getJsonObject(0);
    assertThat(Instant.parse(login.getString("createdAt"))).isAfter(Instant.now().minusSeconds(60));

    assertThat(bearer(silent).delete("/users/me/logins").status()).isEqualTo(204);

    assertRefused(silent, "token_ended", "ended");
    assertRefused(token(subject, claims -> claims.issueTime(null)), "token_ended", "ended");
    assertThat(id(later(subject))).isEqualTo(id);
  }

  @Test
  void onlyPicturesByHttpsAreTaken() {
    for (String wrong :
        List.of(
            "http://example.org/a.png",
            "javascript:alert(1)",
            "https://example.org/" + "a".repeat(2029))) {
      assertThat(
              me(token(subject(), claims -> claims.claim("avatar", wrong)))
                  .json()
                  .getValue("displayImage"))
          .isNull();
    }
    String longest = "https://example.org/" + "a".repeat(2028);
    assertThat(
            me(token(subject(), claims -> claims.claim("avatar", longest)))
                .json()
                .getString("displayImage"))
        .isEqualTo(longest);
  }

  @Test
  void aNumberIsASubjectToo() {
    assertThat(id(token(4711L))).isEqualTo(id(token("4711")));
  }

  @Test
  void anEmailThatIsNotVerifiedIsLeftOutAndAnothersIsOnlyShown() {
    ApiClient grace = server.user("grace");
    String taken = grace.get("/users/me").json().getString("email");

    Answer unverified =
        me(
            token(
                subject(),
                claims -> claims.claim("email", "a@example.org").claim("email_verified", false)));
    Answer anothers = me(token(subject(), claims -> claims.claim("email", taken)));

    assertThat(unverified.json().getValue("email")).isNull();
    assertThat(anothers.json().getString("email")).isEqualTo(taken);
    assertThat(anothers.json().getString("id")).isNotEqualTo(Long.toString(grace.userID()));
  }

  @Test
  void onlyGoodSubjectsAreTaken() {
    String longest = "é".repeat(200) + "\uD83D\uDE00".repeat(55);

    assertThat(me(token(longest)).status()).isEqualTo(200);
    for (Object wrong :
        List.of(
            "",
            ".",
            "..",
            "a,b",
            "a\u0000b",
            "a\nb",
            "a\u0085b",
            longest + "x",
            true,
            List.of("a"),
            1.5)) {
      assertThat(me(token(wrong)).status()).as(wrong.toString()).isEqualTo(401);
    }
    assertThat(me(token("x", claims -> claims.claim("uid", null))).status()).isEqualTo(401);
  }

  @Test
  void whatIsNoGoodTokenOfTheIssuerIs401() throws JOSEException {
    Date past = Date.from(Instant.now().minusSeconds(90));
    Date future = Date.from(Instant.now().plusSeconds(90));
    ECKey other = new ECKeyGenerator(Curve.P_256).generate();
    byte[] publicKey = pem(key).getBytes(StandardCharsets.UTF_8);
    String good = token("somebody");

    List<String> wrong =
        List.of(
            token("x", claims -> claims.issuer("https://evil.example")),
            token("x", claims -> claims.audience("other")),
            token("x", claims -> claims.audience((String) null)),
            token("x", claims -> claims.expirationTime(past)),
            token("x", claims -> claims.expirationTime(null)),
            token("x", claims -> claims.notBeforeTime(future)),
            token("x", claims -> claims.issueTime(future)),
            signed(claims("x"), JWSAlgorithm.ES256, new ECDSASigner(other)),
            signed(claims("x"), JWSAlgorithm.HS256, new MACSigner(publicKey)),
            new PlainJWT(claims("x").build()).serialize(),
            good.substring(0, good.length() - 8) + "AAAAAAAA");

    for (int i = 0; i < wrong.size(); i++) {
      Answer answer = me(wrong.get(i));
      assertThat(answer.status()).as("token " + i).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
    assertThat(me(good).status()).isEqualTo(200);
  }

  @Test
  void timesMayDifferByTheClockSkew() {
    Instant now = Instant.now();

    assertThat(
            me(token("x", claims -> claims.expirationTime(Date.from(now.minusSeconds(30)))))
                .status())
        .isEqualTo(200);
    assertThat(me(token("x", claims -> claims.issueTime(Date.from(now.plusSeconds(30))))).status())
        .isEqualTo(200);
  }

  @Test
  void theTicketEndsWithTheToken() {
    String token = token(subject());
    String userID = id(token);

    String text = bearer(token).get("/ws/token").json().getString("ticket");
    Ticket ticket = server.tickets().verify(text).orElseThrow();

    assertThat(ticket.userID()).isEqualTo(Long.parseLong(userID));
    assertThat(ticket.loginExpiresAt())
        .isBetween(Instant.now().plusSeconds(600), Instant.now().plusSeconds(665));
  }

  @Test
  void aTokenThatIsKnownAsksNoDatabase() {
    ApiClient client = bearer(token(subject()));
    assertThat(client.get("/ws/token").status()).isEqualTo(200);
    long before = server.database().statements();
    for (int i = 0; i < 10; i++) {
      assertThat(client.get("/ws/token").status()).isEqualTo(200);
    }

    // Beside this, revocations are read each second.
    assertThat(server.database().statements() - before).isLessThan(10);
  }

  @Test
  void logoutEndsOneTokenAndNoOther() {
    String subject = subject();
    String first = token(subject);
    String second = token(subject);
    assertThat(id(second)).isEqualTo(id(first));
    assertThat(bearer(first).get("/users/me/logins").value()).hasSize(2);

    assertThat(bearer(first).post("/auth/logout").status()).isEqualTo(204);

    assertThat(me(first).status()).isEqualTo(401);
    assertThat(bearer(first).get("/ws/token").status()).isEqualTo(401);
    assertThat(me(second).status()).isEqualTo(200);
    assertThat(bearer(second).get("/users/me/logins").value()).hasSize(1);
  }

  @Test
  void whatWasIssuedBeforeAllLoginsWereEndedIsRefusedAndALaterTokenIsGood() {
    String subject = subject();
    String used = token(subject);
    String unseen = token(subject);
    String id = id(used);

    assertThat(bearer(used).delete("/users/me/logins").status()).isEqualTo(204);

    assertThat(me(used).status()).isEqualTo(401);
    assertThat(me(unseen).status()).isEqualTo(401);
    assertThat(id(later(subject))).isEqualTo(id);
  }

  private static String later(String subject) {
    Date soon = Date.from(Instant.now().plusSeconds(2));
    return token(subject, claims -> claims.issueTime(soon));
  }

  @Test
  void whatWasIssuedBeforeAUserWasDeletedIsRefusedAndALaterTokenMakesTheUserAgain() {
    String subject = subject();
    String used = token(subject);
    String unseen = token(subject);
    long userID = Long.parseLong(id(used));
    LoginRepository logins = new LoginRepository(server.database());
    Instant now = Instant.now();
    logins.revokeAll(userID, now, now.plus(Duration.ofHours(24)));
    new UserRepository(server.database()).erase(userID);

    assertThat(me(unseen).status()).isEqualTo(401);
    String again = id(later(subject));
    assertThat(again).isNotEqualTo(Long.toString(userID));
    assertThat(me(unseen).status()).isEqualTo(401);
  }

  @Test
  void aForeignTokenIsNoCookie() {
    assertThat(
            server.client().with("Cookie", "token=" + token(subject())).get("/users/me").status())
        .isEqualTo(401);
  }

  @Test
  void ourOwnTokensAreGoodBesideThem() {
    assertThat(server.user("ada").get("/users/me").status()).isEqualTo(200);
  }
}
