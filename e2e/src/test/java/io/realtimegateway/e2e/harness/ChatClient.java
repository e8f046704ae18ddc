package io.realtimegateway.e2e.harness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A client that has everything, by the rules of the public contract: it reads its conversations
/// after `hello`, resumes what it holds, catches up over gaps and after `lagging`, and repeats
/// unanswered sends under their names.
public final class ChatClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RESUMED_AT_ONCE = 100;

  /// What was sent and, once it is, how it was answered.
  ///
  /// @param name the `clientMessageID`
  /// @param answer the `ack` or `error`
  public record Sent(long conversation, String name, String content, @Nullable JsonObject answer) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Handles frames in order; REST calls of a turn hold up the next.
  private final ExecutorService turns =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

  private final Map<Long, ConversationCopy> conversations = new TreeMap<>();
  private final Map<String, Sent> sent = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();
  private ChatUser user;
  private @Nullable ChatSocket socket;
  private boolean isSettled;

  /// Counts the sockets; what an earlier one still brings is dropped.
  private int connection;

  public ChatClient(ChatUser user) {
    this.user = user;
  }

  public ChatUser user() {
    return user;
  }

  /// Opens a socket, in place of the last one.
  public void connect() {
    close(socket);
    lock.lock();
    try {
      isSettled = false;
      int number = ++connection;
      socket = ChatSocket.open(user.socketAddress(user.ticket()), frame -> turn(number, frame));
    } finally {
      lock.unlock();
    }
  }

  /// Continues at another address of the installation.
  public void connectTo(URI server) {
    user = user.at(server);
    connect();
  }

  /// Why the socket ended; empty while it is open.
  public OptionalInt closeCode() {
    ChatSocket last = socket;
    return last == null ? OptionalInt.of(ChatSocket.BROKEN) : last.closeCode();
  }

  /// Sends a message under a new name; it is repeated after each `hello` until it is answered.
  ///
  /// @return the name
  public String send(long conversation, String content) {
    Sent message = new Sent(conversation, UUID.randomUUID().toString(), content, null);
    lock.lock();
    try {
      sent.put(message.name, message);
      transmit(message);
      return message.name;
    } finally {
      lock.unlock();
    }
  }

  /// Everything that was sent, with the answers so far.
  public Collection<Sent> sent() {
    lock.lock();
    try {
      return List.copyOf(sent.values());
    } finally {
      lock.unlock();
    }
  }

  /// Waits until every send is answered.
  public void awaitAnswers() {
    await(
        "answers to everything that was sent",
        () -> sent.values().stream().allMatch(message -> message.answer != null));
  }

  /// Waits until everything up to this seq is held.
  public void awaitComplete(long conversation, long seq) {
    await(
        "conversation " + conversation + " up to " + seq,
        () -> {
          ConversationCopy copy = conversations.get(conversation);
          return copy != null && copy.complete() >= seq && !copy.isCatchingUp();
        });
  }

  /// The messages held, as `History.of` has those of REST.
  public List<String> messages(long conversation) {
    lock.lock();
    try {
      ConversationCopy copy = conversations.get(conversation);
      return copy == null ? List.of() : copy.messages().stream().map(History::line).toList();
    } finally {
      lock.unlock();
    }
  }

  /// The members held, ascending.
  public List<Long> members(long conversation) {
    lock.lock();
    try {
      ConversationCopy copy = conversations.get(conversation);
      return copy == null ? List.of() : copy.members();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    close(socket);
    turns.shutdownNow();
  }

  private static void close(@Nullable ChatSocket socket) {
    if (socket != null) {
      socket.close();
    }
  }

  private void await(String what, BooleanSupplier condition) {
    Deadline deadline = Deadline.in(PATIENCE);
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        if (!failures.isEmpty() || !deadline.await(changed)) {
          throw new AssertionError(
              "no %s; %s; closed %s; holds %s"
                  .formatted(what, failures, closeCode(), conversations));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void turn(int number, JsonObject frame) {
    Future<?> _ =
        turns.submit(
            () -> {
              lock.lock();
              try {
                if (number == connection) {
                  handle(frame);
                }
              } catch (RuntimeException | AssertionError e) {
                failures.add(frame.encode() + ": " + e);
              } finally {
                changed.signalAll();
                lock.unlock();
              }
            });
  }

  private void handle(JsonObject frame) {
    switch (frame.getString("type")) {
      case "hello" -> settle();
      case "lagging" -> lagging(frame);
      case "message",
          "message_updated",
          "message_deleted",
          "member_added",
          "member_removed",
          "conversation_updated" ->
          live(frame);
      case "added_to_conversation" -> readAfresh(frame.getLong("conversationID"));
      case "removed_from_conversation" -> conversations.remove(frame.getLong("conversationID"));
      case "changes" -> page(frame);
      case "reset" -> reset(frame);
      case "ack", "error" -> answered(frame);
      default -> {}
    }
  }

  private void settle() {
    Map<Long, ConversationCopy> held = new TreeMap<>(conversations);
    conversations.clear();
    for (JsonObject listed : user.conversations()) {
      long id = Long.parseLong(listed.getString("id"));
      ConversationCopy copy = held.get(id);
      boolean same = copy != null && copy.epoch().equals(listed.getString("epoch"));
      conversations.put(id, same ? copy : new ConversationCopy(listed));
    }
    resume(conversations.keySet());
    isSettled = true;
    sent.values().stream().filter(message -> message.answer == null).forEach(this::transmit);
  }

  private void lagging(JsonObject frame) {
    JsonArray named = frame.getJsonArray("conversationIDs");
    if (named == null) {
      settle();
      return;
    }
    List<Long> known = new ArrayList<>();
    for (Object item : named) {
      long id = ((Number) item).longValue();
      if (conversations.containsKey(id)) {
        known.add(id);
      } else {
        readAfresh(id);
      }
    }
    resume(known);
  }

  private void live(JsonObject event) {
    long id = event.getLong("conversationID");
    ConversationCopy copy = conversations.get(id);
    if (copy == null) {
      readAfresh(id);
    } else if (copy.hear(event)) {
      resume(List.of(id));
    }
  }

  private void page(JsonObject changes) {
    long id = changes.getLong("conversationID");
    ConversationCopy copy = conversations.get(id);
    if (copy == null) {
      return;
    }
    if (!copy.epoch().equals(changes.getString("epoch"))) {
      readAfresh(id);
    } else if (copy.page(changes)) {
      resume(List.of(id));
    }
  }

  private void reset(JsonObject frame) {
    long id = frame.getLong("conversationID");
    if (frame.getString("reason").equals("not_member")) {
      conversations.remove(id);
    } else {
      readAfresh(id);
    }
  }

  private void readAfresh(long id) {
    Reply reply = user.get("/conversations/" + id);
    conversations.remove(id);
    if (reply.status() != 404) {
      conversations.put(id, new ConversationCopy(reply.expect(200).body()));
      resume(List.of(id));
    }
  }

  private void answered(JsonObject frame) {
    String ref = frame.getString("ref");
    Sent message = ref == null ? null : sent.get(ref);
    boolean repeat =
        frame.getString("type").equals("error")
            && "ServiceUnavailable".equals(frame.getString("code"));
    if (message != null && message.answer == null && !repeat) {
      sent.put(message.name, new Sent(message.conversation, message.name, message.content, frame));
    } else if (message != null && repeat) {
      transmit(message);
    }
  }

  private void resume(Collection<Long> ids) {
    JsonArray named = new JsonArray();
    for (long id : ids) {
      ConversationCopy copy = conversations.get(id);
      if (copy != null) {
        copy.catchUpBegins();
        named.add(
            new JsonObject()
                .put("conversationID", id)
                .put("seq", copy.complete())
                .put("epoch", copy.epoch()));
      }
      if (named.size() == RESUMED_AT_ONCE) {
        command("resume", new JsonObject().put("conversations", named), "resume");
        named = new JsonArray();
      }
    }
    if (!named.isEmpty()) {
      command("resume", new JsonObject().put("conversations", named), "resume");
    }
  }

  private void transmit(Sent message) {
    if (isSettled) {
      JsonObject payload =
          new JsonObject()
              .put("conversationID", message.conversation)
              .put("content", message.content)
              .put("clientMessageID", message.name);
      command("send_message", payload, message.name);
    }
  }

  /// A socket that was lost in between is not a failure: the next `hello` starts over.
  private void command(String type, JsonObject payload, String ref) {
    ChatSocket open = socket;
    if (open == null) {
      return;
    }
    try {
      open.send(
          new JsonObject().put("type", type).put("payload", payload).put("ref", ref).encode());
    } catch (IllegalStateException _) {
      isSettled = false;
    }
  }
}
