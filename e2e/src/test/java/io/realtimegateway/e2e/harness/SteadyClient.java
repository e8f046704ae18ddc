package io.realtimegateway.e2e.harness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A client that sends at a steady pace, whatever happens: it connects again after every end,
/// repeats under their names what was not answered, and catches up over its socket alone, so that
/// it needs nothing of REST but tickets.
public final class SteadyClient implements AutoCloseable {

  private static final Duration RETRY = Duration.ofMillis(200);

  /// What was sent and, once it is, how it was accepted.
  ///
  /// @param ack null until then
  public record Sent(
      long conversation, String name, String content, long sentNanos, @Nullable JsonObject ack) {}

  private final ReentrantLock lock = new ReentrantLock();

  /// Handles frames in order, so that no thread of a socket waits for the lock.
  private final ExecutorService turns =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

  private final ChatUser user;
  private final List<Long> conversations;
  private final Duration pace;
  private final String ballast;
  private final Map<Long, ConversationCopy> copies = new TreeMap<>();
  private final Map<String, Sent> sent = new LinkedHashMap<>();
  private final Queue<String> again = new ArrayDeque<>();
  private final List<String> surprises = new ArrayList<>();
  private final Map<String, List<Long>> latencies = new TreeMap<>();
  private final Thread thread;
  private @Nullable ChatSocket socket;
  private int connection;
  private boolean isGreeted;
  private int connections;
  private String phase = "";
  private volatile boolean sends;
  private volatile boolean ends;
  private volatile boolean reconnects;

  /// Reads the conversations over REST, and begins to connect.
  ///
  /// @param pace between two messages
  public SteadyClient(ChatUser user, List<Long> conversations, Duration pace) {
    this(user, conversations, pace, "");
  }

  /// The same with larger messages.
  ///
  /// @param ballast at the end of each
  public SteadyClient(ChatUser user, List<Long> conversations, Duration pace, String ballast) {
    this.ballast = ballast;
    this.user = user;
    this.conversations = List.copyOf(conversations);
    this.pace = pace;
    for (long id : conversations) {
      copies.put(id, new ConversationCopy(user.get("/conversations/" + id).expect(200).body()));
    }
    this.thread = Thread.ofPlatform().name("steady-" + user.id()).daemon().start(this::run);
  }

  public ChatUser user() {
    return user;
  }

  /// From now on it sends; latencies are kept under this name.
  public void send(String newPhase) {
    lock.lock();
    try {
      phase = newPhase;
      sends = true;
    } finally {
      lock.unlock();
    }
  }

  /// Sends nothing new any more.
  public void pause() {
    sends = false;
  }

  /// Leaves its socket, and opens another.
  public void reconnect() {
    reconnects = true;
  }

  /// Whether it is connected and everything sent is answered.
  public boolean isSettled() {
    lock.lock();
    try {
      return isGreeted
          && again.isEmpty()
          && sent.values().stream().allMatch(message -> message.ack != null);
    } finally {
      lock.unlock();
    }
  }

  /// Everything that was sent so far, with the acks.
  public List<Sent> sent() {
    lock.lock();
    try {
      return List.copyOf(sent.values());
    } finally {
      lock.unlock();
    }
  }

  /// Sockets that were greeted.
  public int connections() {
    lock.lock();
    try {
      return connections;
    } finally {
      lock.unlock();
    }
  }

  /// Answers that none of its commands may get.
  public List<String> surprises() {
    lock.lock();
    try {
      return List.copyOf(surprises);
    } finally {
      lock.unlock();
    }
  }

  /// Nanoseconds from each first sending to its ack.
  public List<Long> latencies(String ofPhase) {
    lock.lock();
    try {
      return List.copyOf(latencies.getOrDefault(ofPhase, List.of()));
    } finally {
      lock.unlock();
    }
  }

  /// The messages held, as `History.of` has those of REST.
  public List<String> messages(long conversation) {
    lock.lock();
    try {
      ConversationCopy copy = copies.get(conversation);
      return copy == null ? List.of() : copy.lines();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    ends = true;
    thread.interrupt();
    turns.shutdown();
    ChatSocket open = socket;
    if (open != null) {
      open.close();
    }
  }

  private void run() {
    long next = System.nanoTime();
    for (int number = 0; !ends; number++) {
      next = Math.max(next + pace.toNanos(), System.nanoTime() - pace.toNanos());
      LockSupport.parkNanos(next - System.nanoTime());
      try {
        turn(number);
      } catch (RuntimeException | AssertionError _) {
        // Not reachable now: the next turn tries again.
        LockSupport.parkNanos(RETRY.toNanos());
      }
    }
  }

  private void turn(int number) {
    ChatSocket open = socket;
    if (open == null || reconnects || open.closeCode().isPresent()) {
      reconnects = false;
      connect();
      return;
    }
    lock.lock();
    try {
      if (isGreeted && !again.isEmpty()) {
        transmit(sent.get(again.remove()));
      } else if (isGreeted && sends) {
        long conversation = conversations.get(number % conversations.size());
        Sent message =
            new Sent(
                conversation,
                UUID.randomUUID().toString(),
                "%d of %d%s".formatted(sent.size(), user.id(), ballast),
                System.nanoTime(),
                null);
        sent.put(message.name, message);
        transmit(message);
      }
    } finally {
      lock.unlock();
    }
  }

  private void connect() {
    ChatSocket former = socket;
    if (former != null) {
      former.close();
    }
    lock.lock();
    try {
      isGreeted = false;
      int mine = ++connection;
      socket = ChatSocket.open(user.socketAddress(user.ticket()), frame -> turn(mine, frame));
    } finally {
      lock.unlock();
    }
  }

  private void turn(int from, JsonObject frame) {
    if (!ends) {
      Future<?> _ = turns.submit(() -> hear(from, frame));
    }
  }

  private void hear(int from, JsonObject frame) {
    lock.lock();
    try {
      if (from == connection) {
        handle(frame);
      }
    } catch (IllegalStateException _) {
      // The socket was lost in between; the next one starts over.
    } finally {
      lock.unlock();
    }
  }

  private void handle(JsonObject frame) {
    switch (frame.getString("type")) {
      case "hello" -> greeted();
      case "lagging" -> resume(copies.keySet());
      case "message",
          "message_updated",
          "message_deleted",
          "member_added",
          "member_removed",
          "conversation_updated" -> {
        if (copy(frame).hear(frame)) {
          resume(List.of(frame.getLong("conversationID")));
        }
      }
      case "changes" -> {
        if (copy(frame).page(frame)) {
          resume(List.of(frame.getLong("conversationID")));
        }
      }
      case "reset" -> surprises.add(frame.encode());
      case "ack" -> acked(frame);
      case "error" -> refused(frame);
      default -> {}
    }
  }

  private ConversationCopy copy(JsonObject frame) {
    ConversationCopy copy = copies.get(frame.getLong("conversationID"));
    if (copy == null) {
      throw new IllegalStateException("not ours: " + frame.encode());
    }
    return copy;
  }

  private void greeted() {
    isGreeted = true;
    connections++;
    resume(copies.keySet());
    again.clear();
    sent.values().stream()
        .filter(message -> message.ack == null)
        .forEach(message -> again.add(message.name));
  }

  private void acked(JsonObject frame) {
    String ref = frame.getString("ref");
    Sent message = ref == null ? null : sent.get(ref);
    if (message != null && message.ack == null) {
      sent.put(
          message.name,
          new Sent(message.conversation, message.name, message.content, message.sentNanos, frame));
      latencies
          .computeIfAbsent(phase, _ -> new ArrayList<>())
          .add(System.nanoTime() - message.sentNanos);
    }
  }

  private void refused(JsonObject frame) {
    String ref = frame.getString("ref");
    if (!"ServiceUnavailable".equals(frame.getString("code"))) {
      surprises.add(frame.encode());
    } else if (ref != null && sent.containsKey(ref)) {
      again.add(ref);
    }
  }

  private void resume(Iterable<Long> ids) {
    JsonArray named = new JsonArray();
    for (long id : ids) {
      ConversationCopy copy = copies.get(id);
      if (copy != null) {
        copy.catchUpBegins();
        named.add(
            new JsonObject()
                .put("conversationID", id)
                .put("seq", copy.complete())
                .put("epoch", copy.epoch()));
      }
    }
    command("resume", new JsonObject().put("conversations", named), "resume");
  }

  private void transmit(@Nullable Sent message) {
    if (message != null && message.ack == null) {
      JsonObject payload =
          new JsonObject()
              .put("conversationID", message.conversation)
              .put("content", message.content)
              .put("clientMessageID", message.name);
      command("send_message", payload, message.name);
    }
  }

  private void command(String type, JsonObject payload, String ref) {
    ChatSocket open = socket;
    if (open != null) {
      open.send(
          new JsonObject().put("type", type).put("payload", payload).put("ref", ref).encode());
    }
  }
}
