package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A REST read never lags behind what was accepted before it, though the rows are written behind.
final class ReadBarrierIT {
  private static final int ROUNDS = 1_000;

  /// On several shards and logs.
  private static final int CONVERSATIONS = 20;

  @TempDir private Path folder;

  @Test
  void whatIsAckedOnTheSocketIsReadAThousandTimes() {
    try (ServerProcess server =
        new ServerProcess(folder)
            .with("--set", "limits.commands=off", "--set", "limits.requests=off")
            .start()) {
      ChatUser ada = ChatUser.signIn(server.url(), "ada");
      ChatUser ben = ChatUser.signIn(server.url(), "ben");
      List<Long> conversations = new ArrayList<>();
      for (int i = 0; i < CONVERSATIONS; i++) {
        conversations.add(ada.createGroup("tea " + i, ben));
      }
      try (ChatSocket socket = ada.connect()) {
        socket.await("hello");
        for (int round = 0; round < ROUNDS; round++) {
          long conversation = conversations.get(round * 7 % CONVERSATIONS);
          JsonObject ack = socket.say(conversation, "Tea " + round + "?");
          assertRead(ben, round, ack);
        }
      }
    }
  }

  /// By the newest page of the conversation, and by the list of conversations, whichever comes
  /// first.
  private static void assertRead(ChatUser reader, int round, JsonObject ack) {
    if (round % 2 == 0) {
      assertInHistory(reader, round, ack);
      assertInList(reader, round, ack);
    } else {
      assertInList(reader, round, ack);
      assertInHistory(reader, round, ack);
    }
  }

  private static void assertInHistory(ChatUser reader, int round, JsonObject ack) {
    JsonObject newest =
        reader
            .get("/conversations/" + ack.getLong("conversationID") + "/messages?$top=1")
            .expect(200)
            .value()
            .getFirst();
    assertThat(newest.getString("id"))
        .as("round %d", round)
        .isEqualTo("" + ack.getLong("messageID"));
    assertThat(newest.getLong("seq")).isEqualTo(ack.getLong("seq"));
    assertThat(newest.getString("content")).isEqualTo("Tea " + round + "?");
  }

  private static void assertInList(ChatUser reader, int round, JsonObject ack) {
    JsonObject conversation =
        reader.get("/conversations?$top=200").expect(200).value().stream()
            .filter(listed -> listed.getString("id").equals("" + ack.getLong("conversationID")))
            .findFirst()
            .orElseThrow();
    assertThat(conversation.getLong("seq")).as("round %d", round).isEqualTo(ack.getLong("seq"));
    assertThat(conversation.getInteger("unreadCount"))
        .isEqualTo((int) Math.min(100, ack.getLong("seq")));
  }
}
