package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.Repository;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// PgBouncer before PostgreSQL, with a server connection for each transaction.
final class PgBouncerIT {
  private static final int MESSAGES = 40;

  @TempDir private Path folder;

  @Test
  void withTheKeyAllOfTheServerWorksThroughIt() throws Exception {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        PgBouncer bouncer = new PgBouncer(database, "");
        ServerProcess server =
            server(bouncer).with("--set", "database.transaction-pooling=true").start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      long group = ada.createGroup("room", ben);
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        for (int i = 0; i < MESSAGES; i++) {
          socket.say(group, "message " + i);
          assertThat(ben.history(group)).hasSize(i + 1);
        }
      }
      assertThat(ChatUser.anonymous(server.url(), "/health").expect(200).text())
          .doesNotContain("degraded", "unhealthy");
      assertThat(server.stop()).isZero();
      server.start();
      assertThat(ben.history(group)).hasSize(MESSAGES);
      assertThat(server.log()).doesNotContain("prepared statement", " ERROR ");
    }
  }

  @Test
  void withoutTheKeyItIsRefusedWithTheRemedy() throws Exception {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        PgBouncer bouncer = new PgBouncer(database, "extra_float_digits");
        ServerProcess server = server(bouncer).with("--set", "database.start-wait=2s")) {
      assertThat(server.startAndFail()).isEqualTo(6);
      assertThat(server.log()).contains("set database.transaction-pooling=true");
    }
  }

  @Test
  void soIsOneThatIsToldToIgnoreTheOptions() throws Exception {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        PgBouncer bouncer = new PgBouncer(database, "extra_float_digits,options");
        ServerProcess server = server(bouncer).with("--set", "database.start-wait=2s")) {
      assertThat(server.startAndFail()).isEqualTo(6);
      assertThat(server.log())
          .contains("drops the options of a connection", "set database.transaction-pooling=true");
    }
  }

  private ServerProcess server(PgBouncer bouncer) {
    return new ServerProcess(folder.resolve("server"))
        .with("--set", "auth.dev-login=on")
        .environment("DATABASE_URL", bouncer.address());
  }

  /// The process, in the foreground.
  private final class PgBouncer implements AutoCloseable {
    private final int port = FreePort.find();
    private final Process process;

    /// @param ignored start-up parameters that it drops; it refuses others that it does not know
    PgBouncer(OwnDatabase database, String ignored) throws Exception {
      Path configuration = folder.resolve("pgbouncer.ini");
      String url = database.url().toString();
      Files.writeString(
          configuration,
          """
          [databases]
          chat = host=127.0.0.1 port=%s dbname=%s user=%s password=%s
          [pgbouncer]
          listen_addr = 127.0.0.1
          listen_port = %d
          unix_socket_dir =
          auth_type = any
          pool_mode = transaction
          default_pool_size = 3
          ignore_startup_parameters = %s
          """
              .formatted(
                  url.substring(url.indexOf(':') + 1, url.indexOf('/')),
                  url.substring(url.indexOf('/') + 1),
                  database.url().user(),
                  database.url().password(),
                  port,
                  ignored));
      List<String> command = new ArrayList<>(List.of(program()));
      if ("root".equals(System.getProperty("user.name"))) {
        command.addAll(List.of("-u", "nobody")); // It refuses to run as root.
      }
      command.add(configuration.toString());
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("pgbouncer.log").toFile())
              .start();
      Patience.until("PgBouncer", this::listens);
    }

    String address() {
      return "postgres://anybody@127.0.0.1:" + port + "/chat";
    }

    private boolean listens() {
      assertThat(process.isAlive()).as(log()).isTrue();
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return true;
      } catch (IOException _) {
        return false;
      }
    }

    private String log() {
      try {
        return Files.readString(folder.resolve("pgbouncer.log"));
      } catch (IOException failure) {
        return failure.toString();
      }
    }

    private static String program() throws Exception {
      Process search =
          new ProcessBuilder(Repository.folder().resolve("bin/pgbouncer").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String path =
          new String(search.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(search.waitFor()).as("bin/pgbouncer; it says why above").isZero();
      return path;
    }

    @Override
    public void close() {
      process.destroy();
      process.onExit().join();
    }
  }
}
