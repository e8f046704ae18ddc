package io.realtimegateway.e2e.harness;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One WebSocket that keeps everything it received. A frame that is not as the AsyncAPI document
/// says fails the test at the next wait, or at the latest on closing.
public final class ChatSocket implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final int SHOWN = 6_000;

  /// A socket that the other side closed without a frame.
  public static final int BROKEN = 1006;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<JsonObject> heard = new ArrayList<>();
  private final Consumer<JsonObject> listener;
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private int closeCode;
  private String closeReason = "";
  private @Nullable WebSocket socket;

  private ChatSocket(Consumer<JsonObject> listener) {
    this.listener = listener;
  }

  /// Opens a socket. Where the upgrade is refused, the cause of the exception is a
  /// `WebSocketHandshakeException` with the answer.
  public static ChatSocket open(URI address) {
    return open(address, _ -> {});
  }

  /// The status with which an upgrade is refused.
  public static int refusal(URI address) {
    try (ChatSocket _ = open(address)) {
      throw new AssertionError("not refused");
    } catch (CompletionException refused) {
      if (refused.getCause() instanceof WebSocketHandshakeException answered) {
        return answered.getResponse().statusCode();
      }
      throw refused;
    }
  }

  /// Opens a socket with a client that trusts the server.
  public static ChatSocket open(URI address, HttpClient http) {
    return open(address, http, _ -> {});
  }

  /// Opens a socket with a listener of its own.
  ///
  /// @param listener receives each frame, on a thread of the socket
  public static ChatSocket open(URI address, Consumer<JsonObject> listener) {
    return open(address, ChatUser.HTTP, listener);
  }

  private static ChatSocket open(URI address, HttpClient http, Consumer<JsonObject> listener) {
    ChatSocket opened = new ChatSocket(listener);
    opened.socket =
        http.newWebSocketBuilder()
            .connectTimeout(PATIENCE)
            .buildAsync(address, opened.new Ear())
            .join();
    return opened;
  }

  /// Sends a command under a new `ref`.
  ///
  /// @return the `ref`
  public String send(String type, JsonObject payload) {
    String ref = UUID.randomUUID().toString();
    send(new JsonObject().put("type", type).put("payload", payload).put("ref", ref).encode());
    return ref;
  }

  /// Sends text as it is.
  public void send(String text) {
    lock.lock();
    try {
      connected().sendText(text, true).orTimeout(20, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("cannot send", e);
    } finally {
      lock.unlock();
    }
  }

  /// Sends a command and waits for its `ack`, `pong` or `error`.
  public JsonObject call(String type, JsonObject payload) {
    return answer(send(type, payload));
  }

  /// Waits for the `ack`, `pong` or `error` with this `ref`.
  public JsonObject answer(String ref) {
    return await(
        "the answer to " + ref,
        frame -> ref.equals(frame.getString("ref")) && isAnswer(frame.getString("type")));
  }

  /// Sends a message and waits for its `ack`.
  public JsonObject say(long conversation, String content) {
    JsonObject answer =
        call(
            "send_message",
            new JsonObject().put("conversationID", conversation).put("content", content));
    if (!answer.getString("type").equals("ack")) {
      throw new AssertionError("not accepted: " + answer.encode());
    }
    return answer;
  }

  /// Waits for a frame of this type.
  public JsonObject await(String type) {
    return await(type, frame -> frame.getString("type").equals(type));
  }

  /// Waits for a frame; frames already received count.
  ///
  /// @param what for the message of a failure
  public JsonObject await(String what, Predicate<JsonObject> wanted) {
    Deadline deadline = Deadline.in(PATIENCE);
    lock.lock();
    try {
      int seen = 0;
      while (true) {
        for (; seen < heard.size(); seen++) {
          if (wanted.test(heard.get(seen))) {
            failOnViolation();
            return heard.get(seen);
          }
        }
        if (closeCode != 0 || !deadline.await(changed)) {
          throw new AssertionError(
              "did not hear "
                  + what
                  + (closeCode == 0 ? "" : ", closed with " + closeCode)
                  + "; heard "
                  + lastHeard());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the end.
  ///
  /// @return the close code
  public int awaitClose() {
    Deadline deadline = Deadline.in(PATIENCE);
    lock.lock();
    try {
      while (closeCode == 0) {
        if (!deadline.await(changed)) {
          throw new AssertionError("still open; heard " + lastHeard());
        }
      }
      return closeCode;
    } finally {
      lock.unlock();
    }
  }

  /// Empty while it is open.
  public OptionalInt closeCode() {
    lock.lock();
    try {
      return closeCode == 0 ? OptionalInt.empty() : OptionalInt.of(closeCode);
    } finally {
      lock.unlock();
    }
  }

  /// What the close frame said beside its code; empty where it said nothing, and while it is open.
  public String closeReason() {
    lock.lock();
    try {
      return closeReason;
    } finally {
      lock.unlock();
    }
  }

  /// Everything so far, in order.
  public List<JsonObject> heard() {
    lock.lock();
    try {
      return List.copyOf(heard);
    } finally {
      lock.unlock();
    }
  }

  /// Everything so far of one type, in order.
  public Stream<JsonObject> heard(String type) {
    return heard().stream().filter(frame -> frame.getString("type").equals(type));
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
    failOnViolation();
  }

  private void failOnViolation() {
    if (!violations.isEmpty()) {
      throw new AssertionError(violations.toString());
    }
  }

  /// The last received frames, for messages of failures. The caller holds the lock.
  private String lastHeard() {
    String all = heard.toString();
    return all.length() <= SHOWN ? all : "… " + all.substring(all.length() - SHOWN);
  }

  private static boolean isAnswer(String type) {
    return type.equals("ack") || type.equals("pong") || type.equals("error");
  }

  private WebSocket connected() {
    if (socket == null) {
      throw new IllegalStateException("not connected yet");
    }
    return socket;
  }

  private void hear(JsonObject frame) {
    FrameSchemas.problem(frame).ifPresent(violations::add);
    lock.lock();
    try {
      heard.add(frame);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    listener.accept(frame);
  }

  private void ended(int code, String reason) {
    lock.lock();
    try {
      if (closeCode == 0) {
        closeCode = code;
        closeReason = reason;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private final class Ear implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonObject frame = new JsonObject(text.toString());
        text.setLength(0);
        hear(frame);
      }
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(
        WebSocket webSocket, int statusCode, String reason) {
      ended(statusCode, reason);
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      ended(BROKEN, "");
    }
  }
}
