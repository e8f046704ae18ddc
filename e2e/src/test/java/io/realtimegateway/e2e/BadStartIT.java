package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.OwnDatabase;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
