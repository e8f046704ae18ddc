package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that cannot start says why and ends with the exit code of the documents.
final class BadStartIT {

  @TempDir private Path folder;

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerProcess server =
            new ServerProcess(folder).with("--port", Integer.toString(taken.getLocalPort()))) {
      assertThat(server.startAndFail()).isEqualTo(4);
      assertThat(server.log())
          .contains("Cannot listen on 127.0.0.1 port " + taken.getLocalPort(), "--port");
    }
  }

  @Test
  void aDataFolderOfAnotherProcessIsNamedAndNotTouched() {
    try (ServerProcess first = new ServerProcess(folder.resolve("first")).start();
        ServerProcess second =
            new ServerProcess(folder.resolve("second")).with("--data", first.data().toString())) {
      assertThat(second.startAndFail()).isEqualTo(5);
      assertThat(second.log()).contains("belongs to another process (process " + first.pid() + ")");
      assertThat(first.stop()).isZero();
    }
  }

  @Test
  void aDatabaseThatCannotBeReachedIsTriedForAWhileAndNamedWithoutItsPassword() {
    try (ServerProcess server =
        new ServerProcess(folder)
            .with("--set", "database.start-wait=2s")
            .environment(
                "DATABASE_URL", "postgres://me:geheim@127.0.0.1:" + FreePort.find() + "/chat")) {
      assertThat(server.startAndFail()).isEqualTo(6);
      assertThat(server.log()).contains("127.0.0.1").doesNotContain("geheim");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://chat:pa/Secr3t@db/chat",
        "postgres://chat:p@Secr3t@db/chat",
        "postgres://chat:Secr3t%@db/chat",
        "jdbc:postgresql://chat:Secr3t@db/chat"
      })
  void aPasswordThatCannotBeReadIsRefusedByBothCommandsAndNotShown(String url) {
    try (ServerProcess server = new ServerProcess(folder).environment("DATABASE_URL", url)) {
      assertThat(server.startAndFail()).isEqualTo(3);
      assertThat(server.log()).contains("database.url").doesNotContain("Secr3t");
      ServerProcess.Outcome checked = server.command("check-config");
      checked.expect(3, "database.url");
      assertThat(checked.said()).doesNotContain("Secr3t", "chat:");
    }
  }

  @Test
  void aPasswordOfItsOwnIsTakenAsItIs() throws Exception {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start()) {
      database.execute("CREATE ROLE chat LOGIN SUPERUSER PASSWORD 'p@/?#%41:+'");
      String url = "postgres://chat@" + database.url();
      Path file = folder.resolve("password");
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, "p@/?#%41:+\n");
      try (ServerProcess server =
          new ServerProcess(folder.resolve("server"))
              .environment("DATABASE_URL", url)
              .environment("RTG_DATABASE_PASSWORD_FILE", file.toString())) {
        assertThat(server.start().stop()).isZero();
        server.command("check-config").expect(0, "database.password-file:");
      }
      try (ServerProcess server =
          new ServerProcess(folder.resolve("variable"))
              .environment("DATABASE_URL", url)
              .environment("RTG_DATABASE_PASSWORD", "p@/?#%41:+")) {
        assertThat(server.start().stop()).isZero();
        assertThat(server.log()).doesNotContain("#%41");
        assertThat(server.command("check-config").said()).doesNotContain("#%41");
      }
    }
  }

  @Test
  void aUserIdWithoutAnAccountIsNamedWithItsRemedies() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (ServerProcess server =
        new ServerProcess(folder)
            .through("unshare", "--user", "--map-user=54321", "--map-group=54321")) {
      assertThat(server.startAndFail()).isEqualTo(6);
      assertThat(server.log()).contains("none in /etc/passwd", "set DATABASE_URL");
    }
  }

  @Test
  void thePortOfAnEngineAloneIsRefused() {
    try (ServerProcess server =
        new ServerProcess(folder).with("--roles", "engine", "--port", "7000")) {
      assertThat(server.startAndFail()).isEqualTo(3);
      assertThat(server.log())
          .contains("http.port has no effect on an engine alone (command line --port)");
    }
  }

  @Test
  void aDatabaseThatComesLateIsWaitedFor() throws Exception {
    try (OwnDatabase database = new OwnDatabase(folder.resolve("database")).start();
        ServerProcess server =
            new ServerProcess(folder.resolve("server"))
                .environment("DATABASE_URL", database.address())) {
      database.stop();
      server.begin();
      Patience.until("the first try", () -> server.log().contains("does not answer yet"));
      database.start();
      Patience.until("the start", () -> server.log().contains("ready http"));
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void aSignalWhileItWaitsForTheDatabaseEndsIt() {
    try (ServerProcess server =
        new ServerProcess(folder)
            .with("--set", "database.start-wait=10m")
            .environment("DATABASE_URL", "postgres://me@127.0.0.1:" + FreePort.find() + "/chat")) {
      server.begin();
      Patience.until("the first try", () -> server.log().contains("does not answer yet"));
      server.terminate();
      assertThat(server.awaitExit()).isZero();
      assertThat(server.log()).contains("Stopped while starting");
    }
  }

  @Test
  void anInvalidConfigurationIsExplained() {
    try (ServerProcess server = new ServerProcess(folder).with("--set", "http.prot=1")) {
      assertThat(server.startAndFail()).isEqualTo(3);
      assertThat(server.log())
          .contains("http.prot is no known key (command line --set); the nearest is http.port");
    }
  }

  @Test
  void aProcessWithoutEngineMustBeGivenTheLinkSecret() {
    try (ServerProcess server = new ServerProcess(folder).with("--roles", "gateway")) {
      assertThat(server.startAndFail()).isEqualTo(3);
      assertThat(server.log()).contains("link.secret-file must be given");
    }
  }
}
