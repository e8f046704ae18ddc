package io.realtimegateway.e2e;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One engine, two gateways: one of them ends or stops answering.
final class GatewayLossIT {

  @TempDir private Path folder;

  @Test
  void theSessionsOfAGatewayThatDiesOrHangsGoOfflineForThoseOfTheOther() throws IOException {
    int port = FreePort.find();
    try (ServerProcess engine =
            new ServerProcess(folder.resolve("engine"))
                .with("--roles", "engine", "--set", "link.port=" + port)
                .with("--set", "link.heartbeat=500ms", "--set", "link.timeout=2s")
                .start();
        ServerProcess one = edge("one", port, engine).start();
        ServerProcess two = edge("two", port, engine).start()) {
      ChatUser ada = ChatUser.signIn(one.url(), "ada");
      ChatUser ben = ChatUser.signIn(two.url(), "ben");
      ChatUser cy = ChatUser.signIn(two.url(), "cy");
      long conversation = ada.createGroup("tea", ben, cy);
      try (ChatSocket adas = ada.connect();
          ChatSocket bens = ben.connect()) {
        adas.await("ben online", frame -> isPresence(frame, ben, true));
        two.pause();
        adas.await("ben offline while his gateway hangs", frame -> isPresence(frame, ben, false));
        adas.say(conversation, "ben misses this");
        two.goOn();
        bens.await(
            "what came meanwhile, or word of it",
            frame ->
                frame.getString("type").equals("lagging")
                    || frame.getString("type").equals("message"));
      }
      try (ChatSocket adas = ada.connect();
          ChatSocket cys = cy.connect()) {
        cys.await("hello");
        adas.await("cy online", frame -> isPresence(frame, cy, true));
        two.kill();
        adas.await("cy offline after the kill", frame -> isPresence(frame, cy, false));
      }
    }
  }

  private ServerProcess edge(String name, int port, ServerProcess engine) throws IOException {
    return new ServerProcess(folder.resolve(name))
        .with("--roles", "gateway,api", "--set", "link.engine=127.0.0.1:" + port)
        .with("--set", "link.secret-file=" + engine.data().resolve("link.secret"))
        .with("--set", "link.heartbeat=500ms", "--set", "link.timeout=2s")
        .with("--set", "auth.dev-login=on")
        .environment(
            "DATABASE_URL", Files.readString(engine.data().resolve("database.url")).strip());
  }

  private static boolean isPresence(JsonObject frame, ChatUser user, boolean isOnline) {
    return frame.getString("type").equals("presence")
        && frame.getString("userID").equals(Long.toString(user.id()))
        && frame.getBoolean("isOnline") == isOnline;
  }
}
