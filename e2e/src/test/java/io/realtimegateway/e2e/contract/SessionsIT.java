package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// How sessions begin, continue and end, and who is notified.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionsIT {
  private ServerProcess server;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new ServerProcess(folder).start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aTicketIsGoodForOneUpgrade() {
    ChatUser ada = ChatUser.signIn(server.url(), "one-upgrade");
    String ticket = ada.ticket();
    try (ChatSocket first = ChatSocket.open(ada.socketAddress(ticket))) {
      first.await("hello");
      assertThat(ChatSocket.refusal(ada.socketAddress(ticket))).isEqualTo(401);
    }
    assertThat(ChatSocket.refusal(ada.socketAddress("nonsense"))).isEqualTo(401);
    assertThat(ChatSocket.refusal(ada.socketAddress(""))).isEqualTo(401);
  }

  @Test
  void refreshUsesATicketUp() {
    ChatUser ada = ChatUser.signIn(server.url(), "refresh");
    ChatUser ben = ChatUser.signIn(server.url(), "refresh-other");
    try (ChatSocket socket = ada.connect()) {
      socket.await("hello");
      String ticket = ada.ticket();
      assertThat(refresh(socket, ticket).getString("type")).isEqualTo("ack");
      assertThat(refresh(socket, ticket).getString("code")).isEqualTo("UnauthorizedRequest");
      assertThat(refresh(socket, "nonsense").getString("code")).isEqualTo("UnauthorizedRequest");
      assertThat(refresh(socket, ben.ticket()).getString("code")).isEqualTo("ForbiddenRequest");
    }
  }

  @Test
  void logoutEndsTheSocketsAndVoidsTheTicketsOfItsLogin() {
    ChatUser ada = ChatUser.signIn(server.url(), "logout");
    ChatUser elsewhere = ChatUser.signIn(server.url(), "logout");
    try (ChatSocket socket = ada.connect();
        ChatSocket other = elsewhere.connect()) {
      socket.await("hello");
      other.await("hello");
      String unused = ada.ticket();
      ada.post("/auth/logout", new JsonObject()).expect(204);
      assertThat(socket.awaitClose()).isEqualTo(4401);
      assertThat(ChatSocket.refusal(ada.socketAddress(unused))).isEqualTo(401);
      assertThat(other.closeCode()).isEmpty();
    }
  }

  @Test
  void theOldestOfTooManySessionsIsClosed() {
    ChatUser ada = ChatUser.signIn(server.url(), "many");
    List<ChatSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 21; i++) {
        ChatSocket socket = ada.connect();
        socket.await("hello");
        sockets.add(socket);
      }
      assertThat(sockets.getFirst().awaitClose()).isEqualTo(4429);
      assertThat(sockets.get(1).closeCode()).isEmpty();
    } finally {
      sockets.forEach(ChatSocket::close);
    }
  }

  @Test
  void peersAreToldOnceOfEachOther() {
    ChatUser ada = ChatUser.signIn(server.url(), "peer-ada");
    ChatUser ben = ChatUser.signIn(server.url(), "peer-ben");
    try (ChatSocket adas = ada.connect()) {
      adas.await("hello");
      try (ChatSocket bens = ben.connect()) {
        bens.await("hello");
        ada.createGroup("first", ben);
        adas.await("presence");
        bens.await("presence");
        long second = ada.createGroup("second", ben);
        bens.await(
            "the second", frame -> Long.valueOf(second).equals(frame.getLong("conversationID")));
        try (ChatSocket again = ben.connect()) {
          assertThat(again.await("presence").getString("userID"))
              .isEqualTo(Long.toString(ada.id()));
        }
        assertThat(bens.heard("presence").map(frame -> frame.getBoolean("isOnline")))
            .containsExactly(true);
      }
      JsonObject gone = adas.await("offline", frame -> isPresence(frame, false));
      assertThat(gone.getString("userID")).isEqualTo(Long.toString(ben.id()));
      assertThat(adas.heard("presence").map(frame -> frame.getBoolean("isOnline")))
          .containsExactly(true, false);
    }
  }

  @Test
  void whoIsRemovedHearsNothingMore() {
    ChatUser ada = ChatUser.signIn(server.url(), "member-ada");
    ChatUser ben = ChatUser.signIn(server.url(), "member-ben");
    ChatUser cay = ChatUser.signIn(server.url(), "member-cay");
    long group = ada.createGroup("tea", ben);
    try (ChatSocket bens = ben.connect();
        ChatSocket cays = cay.connect()) {
      bens.await("hello");
      cays.await("hello");
      JsonObject added = new JsonObject().put("participantIDs", List.of(Long.toString(cay.id())));
      ada.patch("/conversations/" + group + "/participants", added).expect(200);
      assertThat(cays.await("added_to_conversation").getLong("seq")).isEqualTo(1);
      assertThat(bens.await("member_added").getLong("userID")).isEqualTo(cay.id());
      bens.say(group, "welcome");
      assertThat(cays.await("message").getLong("seq")).isEqualTo(2);
      ada.delete("/conversations/" + group + "/participants/" + cay.id()).expect(204);
      JsonObject last = cays.await("removed_from_conversation");
      bens.await("member_removed");
      bens.say(group, "gone");
      cays.call("read", new JsonObject()); // Whatever was sent before stands before its answer.
      assertThat(cays.heard("message").count()).isEqualTo(1);
      assertThat(last.getLong("seq")).isEqualTo(3);
    }
  }

  private static boolean isPresence(JsonObject frame, boolean isOnline) {
    return frame.getString("type").equals("presence") && frame.getBoolean("isOnline") == isOnline;
  }

  private static JsonObject refresh(ChatSocket socket, String ticket) {
    return socket.call("refresh", new JsonObject().put("ticket", ticket));
  }
}
