package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.Reply;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logins outlive a change of the secret, and their ends outlive a restart and reach every process.
final class TokensIT {

  @TempDir private Path folder;

  @Test
  void whatTheOldSecretSignedIsAcceptedForADayAcrossRestarts() throws IOException {
    Path secret = secretFile("secret", "first".repeat(8));
    Path previous = folder.resolve("previous");
    try (ServerProcess server =
        new ServerProcess(folder.resolve("server")).with("--set", "tokens.secret-file=" + secret)) {
      ChatUser before = ChatUser.signIn(server.start().url(), "ada");
      assertThat(server.stop()).isZero();

      Files.move(secret, previous, StandardCopyOption.ATOMIC_MOVE);
      secretFile("secret", "second".repeat(8));
      server.with("--set", "tokens.previous-secret-file=" + previous).start();
      ChatUser after = ChatUser.signIn(server.url(), "ben");
      before.get("/users/me").expect(200);
      try (ChatSocket socket = before.connect()) {
        socket.await("hello");
      }
      assertThat(keyID(after)).isNotEqualTo(keyID(before));

      changedBefore(secret, Duration.ofHours(23));
      restart(server);
      before.get("/users/me").expect(200);

      changedBefore(secret, Duration.ofHours(25));
      restart(server);
      assertThat(before.get("/users/me").status()).isEqualTo(401);
      after.get("/users/me").expect(200);
    }
  }

  @Test
  void aLoginThatEndedStaysEndedAfterAKill() {
    try (ServerProcess server = new ServerProcess(folder.resolve("server")).start()) {
      ChatUser ended = ChatUser.signIn(server.url(), "ada");
      ChatUser other = ChatUser.signIn(server.url(), "ada");
      ChatUser all = ChatUser.signIn(server.url(), "ben");
      String ticket = ended.ticket();
      ended.post("/auth/logout", new JsonObject()).expect(204);
      all.delete("/users/me/logins").expect(204);

      server.kill();
      server.start();

      assertThat(ended.get("/users/me").status()).isEqualTo(401);
      assertThat(all.get("/users/me").status()).isEqualTo(401);
      other.get("/users/me").expect(200);
      assertThat(refusal(ended.socketAddress(ticket))).isEqualTo(401);
    }
  }

  @Test
  void aLoginThatEndedAtOneApiHasEndedAtEveryOther() throws IOException {
    String linkPort = Integer.toString(FreePort.find());
    try (ServerProcess one =
            new ServerProcess(folder.resolve("one"))
                .with("--set", "link.port=" + linkPort)
                .start();
        ServerProcess two =
            new ServerProcess(folder.resolve("two"))
                .with("--roles", "api")
                .with("--set", "link.engine=127.0.0.1:" + linkPort)
                .with("--set", "link.secret-file=" + one.data().resolve("link.secret"))
                .environment(
                    "DATABASE_URL", Files.readString(one.data().resolve("database.url")).strip())
                .start()) {
      ChatUser first = ChatUser.signIn(one.url(), "ada");
      ChatUser second = ChatUser.signIn(one.url(), "ada");
      first.at(two.url()).get("/users/me").expect(200);
      try (ChatSocket socket = first.connect();
          ChatSocket others = second.connect()) {
        socket.await("hello");
        others.await("hello");

        first.at(two.url()).post("/auth/logout", new JsonObject()).expect(204);

        assertThat(socket.awaitClose()).isEqualTo(4401);
        Patience.until("the end at the other API", () -> first.get("/users/me").status() == 401);
        List<Reply> still = List.of(second.get("/users/me"), second.at(two.url()).get("/users/me"));
        still.forEach(reply -> reply.expect(200));
        others.say(second.createGroup("tea", ChatUser.signIn(one.url(), "ben")), "Tea?");
      }
    }
  }

  private static int refusal(URI address) {
    Throwable cause = catchThrowable(() -> ChatSocket.open(address).close()).getCause();
    return ((WebSocketHandshakeException) cause).getResponse().statusCode();
  }

  private static void restart(ServerProcess server) {
    assertThat(server.stop()).isZero();
    server.start();
  }

  private Path secretFile(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static void changedBefore(Path secret, Duration ago) throws IOException {
    Files.setLastModifiedTime(secret, FileTime.from(Instant.now().minus(ago)));
  }

  private static String keyID(ChatUser user) {
    String header = user.token().substring(0, user.token().indexOf('.'));
    return new JsonObject(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
        .getString("kid");
  }
}
