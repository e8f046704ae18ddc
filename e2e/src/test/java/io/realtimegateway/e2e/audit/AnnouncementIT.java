package io.realtimegateway.e2e.audit;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A conversation is in PostgreSQL before the engine knows of it. A crash in between loses nothing:
/// members whose sockets stay open are notified of it afterwards.
final class AnnouncementIT {

  @TempDir private Path folder;

  @Test
  void aMemberIsToldOfAConversationWhoseAnnouncementACrashPrevented() throws InterruptedException {
    try (Installation installation = Installation.split(folder)) {
      ChatUser ada = ChatUser.signIn(installation.url(), "ada");
      ChatUser ben = ChatUser.signIn(installation.url(), "ben");
      try (ChatSocket bens = ben.connect()) {
        bens.await("hello");
        // With the first record of the conversation not yet in the journal, and with it there but
        // nobody told.
        for (Fault fault : new Fault[] {Fault.STOP_DECIDED, Fault.STOP_COMMITTED}) {
          Thread creating =
              Thread.ofVirtual()
                  .unstarted(
                      () -> {
                        try {
                          ada.createGroup("group of " + fault, ben);
                        } catch (RuntimeException | AssertionError _) {
                          // The engine ended during the request.
                        }
                      });
          installation.inflict(fault, Duration.ZERO, creating::start);
          installation.heal();
          creating.join();
          long conversation =
              ben.conversations().stream()
                  .filter(one -> one.getString("groupName").equals("group of " + fault))
                  .map(one -> Long.parseLong(one.getString("id")))
                  .findFirst()
                  .orElseThrow();
          bens.await(
              "of the conversation made before " + fault, frame -> names(frame, conversation));
        }
      }
    }
  }

  private static boolean names(JsonObject frame, long conversation) {
    return switch (frame.getString("type")) {
      case "added_to_conversation" -> frame.getLong("conversationID") == conversation;
      case "lagging" ->
          frame.getJsonArray("conversationIDs") == null
              || frame.getJsonArray("conversationIDs").stream()
                  .anyMatch(id -> ((Number) id).longValue() == conversation);
      default -> false;
    };
  }
}
