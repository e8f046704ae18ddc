package io.realtimegateway.server.training;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A user with a socket, in one conversation.
final class TrainingUser {

  private final WebSocket socket;
  private final AtomicLong received;
  private final TrainingRequests.Account account;
  private final String conversation;

  private TrainingUser(
      WebSocket socket,
      AtomicLong received,
      TrainingRequests.Account account,
      String conversation) {
    this.socket = socket;
    this.received = received;
    this.account = account;
    this.conversation = conversation;
  }

  static TrainingUser connect(
      TrainingRequests requests, TrainingRequests.Account account, String conversation) {
    AtomicLong received = new AtomicLong();
    WebSocket socket = requests.socket(account, new Counter(received));
    return new TrainingUser(socket, received, account, conversation);
  }

  /// Types, and sends a message.
  void chat(int round) {
    command(
        "{\"type\":\"typing\",\"payload\":{\"conversationID\":"
            + conversation
            + ",\"isTyping\":true}}");
    command(
        "{\"type\":\"send_message\",\"ref\":\"r\",\"payload\":{\"conversationID\":"
            + conversation
            + ",\"content\":\"Message \\u2615 \\\"number\\\" "
            + round
            + "\"}}");
  }

  private void command(String frame) {
    socket.sendText(frame, true).join();
  }

  /// What a chat page asks for, then a message that is edited and deleted.
  void list(TrainingRequests requests) {
    String messages = "conversations/" + conversation + "/messages";
    requests.call(account, "GET", "conversations", "");
    requests.call(account, "GET", messages, "");
    requests.call(account, "GET", "conversations/" + conversation + "/participants", "");
    String id = requests.idOf(account, "POST", messages, "{\"content\":\"Tea at four?\"}");
    requests.call(account, "PATCH", messages + "/" + id, "{\"content\":\"Tea at five?\"}");
    requests.call(account, "DELETE", messages + "/" + id, "");
    requests.page("/chat");
  }

  /// Closes the socket.
  ///
  /// @return frames that it received
  long close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    return received.get();
  }

  private record Counter(AtomicLong received) implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      received.incrementAndGet();
      webSocket.request(1);
      return null;
    }
  }
}
