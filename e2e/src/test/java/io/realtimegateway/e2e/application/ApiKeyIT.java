package io.realtimegateway.e2e.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ApplicationBackend;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `api-key` on the command line, with a server that runs and without, on the embedded database and
/// on another.
final class ApiKeyIT {

  @TempDir private Path folder;

  @Test
  void aKeyIsMadeUsedListedAndRevoked() {
    try (ServerProcess server = new ServerProcess(folder.resolve("server"))) {
      String early = made(server, "before-the-first-start");
      server.start();
      ApplicationBackend first = ApplicationBackend.withKey(server.url(), early);
      first.get("/server/webhooks").expect(200);
      String key = made(server, "backend");
      ApplicationBackend backend = ApplicationBackend.withKey(server.url(), key);
      backend.user("ada");

      ServerProcess.Outcome list = server.command("api-key", "list");
      list.expect(0, "backend  created");
      assertThat(list.said()).contains("before-the-first-start").doesNotContain("rtg_");
      server.command("api-key", "create", "backend").expect(1, "Names are not used again");
      server.command("api-key", "revoke", "nobody").expect(1, "no key nobody");
      server.command("api-key", "create", "two words").expect(1, "NAME must be");
      server.command("api-key", "create").expect(2, "usage:");
      server.command("api-key", "burn", "backend").expect(2, "usage:");
      server.command("api-key", "revoke", "backend").expect(0, "is revoked");

      Patience.until(
          "the end of the key", () -> backend.get("/server/users/u-ada").status() == 401);
      first.get("/server/users/u-ada").expect(200);
      server.command("api-key", "list").expect(0, "revoked");
      assertThat(server.stop()).isZero();
      server.command("api-key", "revoke", "before-the-first-start").expect(0, "is revoked");
      server.start();
      first.get("/server/users/u-ada").expect(401);
      assertThat(server.log()).doesNotContain(key, early);
    }
  }

  @Test
  void keysOfADatabaseOfOnesOwnAreMadeThere() {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server = new ServerProcess(folder.resolve("server"))) {
      server.environment("DATABASE_URL", database.address());
      String key = made(server, "backend");
      server.start();
      ApplicationBackend.withKey(server.url(), key).get("/server/webhooks").expect(200);
      database.stop();
      server.environment("RTG_DATABASE_START_WAIT", "1s");
      server.command("api-key", "list").expect(6, "cannot reach PostgreSQL");
    }
  }

  private static String made(ServerProcess server, String name) {
    ServerProcess.Outcome outcome = server.command("api-key", "create", name);
    outcome.expectSuccess();
    assertThat(outcome.said()).matches("rtg_[A-Za-z0-9_-]{43}\n");
    return outcome.said().strip();
  }
}
