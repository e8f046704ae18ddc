package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user does with the program first.
final class WalkThroughIT {

  @TempDir private Path folder;

  @Test
  void twoUsersChatAndFindTheirHistoryAgainAfterARestart() {
    try (ServerProcess server = new ServerProcess(folder).start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      try (ChatSocket adas = ada.connect();
          ChatSocket bens = ben.connect()) {
        assertThat(adas.await("hello").getLong("userID")).isEqualTo(ada.id());
        bens.await("hello");

        long conversation = ada.createGroup("tea", ben);
        assertThat(bens.await("added_to_conversation").getLong("conversationID"))
            .isEqualTo(conversation);
        JsonObject ack = adas.say(conversation, "Tea?");
        JsonObject heardByBen = bens.await("message");
        JsonObject heardByAda = adas.await("message");

        assertThat(ack.getLong("seq")).isEqualTo(1);
        assertThat(heardByBen).isEqualTo(heardByAda);
        assertThat(heardByBen.getString("content")).isEqualTo("Tea?");
        assertThat(heardByBen.getLong("authorID")).isEqualTo(ada.id());
        assertThat(heardByBen.getLong("messageID")).isEqualTo(ack.getLong("messageID"));
        assertThat(adas.heard().indexOf(ack)).isLessThan(adas.heard().indexOf(heardByAda));

        List<String> history = History.of(ben.history(conversation));
        assertThat(history).containsExactly("1/1 " + ada.id() + ": Tea? {}");
        assertThat(server.stop()).isZero();
        assertThat(adas.awaitClose()).isEqualTo(1001);

        server.start();
        assertThat(History.of(ben.history(conversation))).isEqualTo(history);
      }
    }
  }
}
