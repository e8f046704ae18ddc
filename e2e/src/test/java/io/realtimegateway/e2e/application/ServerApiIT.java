package io.realtimegateway.e2e.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ApplicationBackend;
import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of users whom the application makes, erases and signs in itself, through the whole
/// server.
final class ServerApiIT {

  private static final String ISSUER = "https://issuer.example.com";

  @TempDir private Path folder;

  @Test
  void anErasedUserIsGoneFromSocketsAndConversationsAndItsMessagesStay() {
    try (ServerProcess server = new ServerProcess(folder.resolve("server")).start()) {
      ApplicationBackend backend = ApplicationBackend.of(server, "backend");
      long before = backend.user("ada");
      backend.user("ben");
      long group = backend.group("ada", "ben");
      long pair = privateChat(backend);
      String message = backend.say(pair, "ada", "what stays").getString("id");
      backend.delete("/server/conversations/" + pair + "/participants/u-ada").expect(400);
      try (ChatSocket ada = ChatUser.signIn(server.url(), "ada").connect();
          ChatSocket ben = ChatUser.signIn(server.url(), "ben").connect()) {
        ada.await("hello");
        ben.await("hello");
        backend.delete("/server/users/u-ada").expect(204);
        assertThat(ada.awaitClose()).isEqualTo(4401);
        assertThat(ben.await("member_removed").getLong("userID")).isEqualTo(before);
      }
      for (long conversation : new long[] {group, pair}) {
        JsonObject left = backend.get("/server/conversations/" + conversation).expect(200).body();
        assertThat(left.getInteger("participantCount")).isEqualTo(1);
        assertThat(left.getJsonArray("participants").getJsonObject(0).getString("externalId"))
            .isEqualTo("u-ben");
      }
      assertThat(
              backend
                  .get("/server/conversations/" + pair + "/messages/" + message)
                  .expect(200)
                  .text())
          .contains("what stays");
      backend.get("/server/users/u-ada").expect(404);
      assertThat(backend.user("ada")).isGreaterThan(before);
      assertThat(privateChat(backend)).as("a new pair").isNotEqualTo(pair);
    }
  }

  private static long privateChat(ApplicationBackend backend) {
    JsonObject body =
        new JsonObject()
            .put("conversationType", "private-chat")
            .put("participantExternalIds", new JsonArray().add("u-ada").add("u-ben"));
    return Long.parseLong(
        backend.post("/server/conversations", body).expect(201).body().getString("id"));
  }

  @Test
  void tokensOfTheApplicationsIssuerMakeUsersAndEndWithTheirLogins() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    Path pem = folder.resolve("issuer.pem");
    Files.writeString(pem, pem(keys));
    try (ServerProcess server = new ServerProcess(folder.resolve("server"))) {
      server
          .with("--set", "auth.application.issuer=" + ISSUER)
          .with("--set", "auth.application.audience=chat")
          .with("--set", "auth.application.public-key-file=" + pem)
          .start();
      ApplicationBackend backend = ApplicationBackend.of(server, "backend");
      URI url = server.url();
      String token = token(keys, "chat");
      JsonObject me = bearer(url, token).get("/users/me").expect(200).body();
      assertThat(me.getString("displayName")).isEqualTo("Grace");
      assertThat(backend.get("/server/users/u-grace").expect(200).body().getString("id"))
          .isEqualTo(me.getString("id"));
      bearer(url, token(keys, "another")).get("/users/me").expect(401);
      bearer(url, token(KeyPairGenerator.getInstance("RSA").generateKeyPair(), "chat"))
          .get("/users/me")
          .expect(401);
      bearer(url, token).get("/server/webhooks").expect(401);

      backend.delete("/server/users/u-grace/logins").expect(204);
      Patience.until("the end", () -> bearer(url, token).get("/users/me").status() == 401);
      Patience.until("a later token", () -> status(url, keys) == 200);
      backend.delete("/server/users/u-grace").expect(204);
      Patience.until("a later token", () -> status(url, keys) == 200);
      assertThat(backend.get("/server/users/u-grace").expect(200).body().getString("id"))
          .isNotEqualTo(me.getString("id"));
    }
  }

  private static int status(URI url, KeyPair keys) {
    return bearer(url, token(keys, "chat")).get("/users/me").status();
  }

  private static ApplicationBackend bearer(URI url, String token) {
    return ApplicationBackend.withKey(url, token);
  }

  private static String token(KeyPair keys, String audience) {
    long now = Instant.now().getEpochSecond();
    JsonObject claims =
        new JsonObject()
            .put("iss", ISSUER)
            .put("aud", audience)
            .put("sub", "u-grace")
            .put("name", "Grace")
            .put("iat", now)
            .put("exp", now + 600);
    String signed =
        encoded(new JsonObject().put("alg", "RS256").encode()) + "." + encoded(claims.encode());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return encoded(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
