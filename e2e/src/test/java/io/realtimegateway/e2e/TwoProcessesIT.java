package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatClient;
import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.e2e.harness.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine in one process, gateway and API in another, as `docs/deployment.md` says.
final class TwoProcessesIT {

  @TempDir private Path folder;

  @Test
  void theChatIsTheSameAndOutlivesAKilledEngine() throws IOException {
    String linkPort = Integer.toString(FreePort.find());
    try (ServerProcess engine =
            new ServerProcess(folder.resolve("engine"))
                .with("--roles", "engine", "--set", "link.port=" + linkPort)
                .start();
        ServerProcess edge =
            new ServerProcess(folder.resolve("edge"))
                .with("--roles", "gateway,api")
                .with("--set", "link.engine=127.0.0.1:" + linkPort)
                .with("--set", "link.secret-file=" + engine.data().resolve("link.secret"))
                .with("--set", "auth.dev-login=on")
                .environment(
                    "DATABASE_URL", Files.readString(engine.data().resolve("database.url")).strip())
                .start()) {
      ChatUser ada = ChatUser.signIn(edge.url(), "ada");
      ChatUser ben = ChatUser.signIn(edge.url(), "ben");
      long conversation = ada.createGroup("tea", ben);
      try (ChatSocket adas = ada.connect();
          ChatClient bens = new ChatClient(ben)) {
        adas.await("hello");
        bens.connect();
        adas.say(conversation, "before");
        bens.awaitComplete(conversation, 1);

        engine.kill();
        engine.start();
        adas.say(conversation, "after");
        bens.awaitComplete(conversation, 2);

        assertThat(adas.closeCode()).isEqualTo(OptionalInt.empty());
        assertThat(bens.closeCode()).isEqualTo(OptionalInt.empty());
        assertThat(History.of(ada.history(conversation)))
            .hasSize(2)
            .isEqualTo(bens.messages(conversation));
      }
    }
  }

  @Test
  void aGatewayWithAnotherSecretGetsNoLink() throws IOException {
    String linkPort = Integer.toString(FreePort.find());
    try (ServerProcess engine =
            new ServerProcess(folder.resolve("engine"))
                .with("--roles", "engine", "--set", "link.port=" + linkPort)
                .start();
        ServerProcess other =
            new ServerProcess(folder.resolve("other"))
                .with("--roles", "engine")
                .with("--set", "link.port=0")
                .start();
        ServerProcess edge =
            new ServerProcess(folder.resolve("edge"))
                .with("--roles", "gateway,api")
                .with("--set", "link.engine=127.0.0.1:" + linkPort)
                .with("--set", "link.secret-file=" + other.data().resolve("link.secret"))
                .with("--set", "auth.dev-login=on")
                .environment(
                    "DATABASE_URL", Files.readString(engine.data().resolve("database.url")).strip())
                .start()) {
      assertThat(ChatUser.signIn(edge.url(), "ada").get("/ws/token").status()).isEqualTo(503);
      assertThat(edge.log()).containsIgnoringCase("secret");
    }
  }
}
