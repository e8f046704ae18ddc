package io.realtimegateway.e2e.audit;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ConversationCopy;
import io.realtimegateway.e2e.harness.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client that follows the rules of the contract whatever happens to the server: it connects
/// again, reads and resumes what it holds, and repeats what was not answered. A thread of its own
/// does all that; what fails is tried again with the next tick.
final class AuditedClient implements AutoCloseable {

  private static final int RESUMED_AT_ONCE = 100;
  private static final long TICK_MILLIS = 100;

  private static final int SHOWN = 300;
  private static final int SHOWN_FRAMES = 12;

  private sealed interface Item {
    record Frame(int connection, JsonObject frame) implements Item {}

    record Ask(Command command) implements Item {}
  }

  private final ChatUser user;
  private final Ledger ledger;
  private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
  private final Map<Long, ConversationCopy> conversations = new TreeMap<>();
  private final Map<String, Command> unanswered = new LinkedHashMap<>();
  private final Map<String, List<Long>> resumes = new HashMap<>();

  /// Conversations of the reads that are not answered; what a lost socket leaves open counts for
  /// nothing.
  private final Map<String, Long> reads = new HashMap<>();

  /// The newest resume of each copy; a page that answers an earlier one may be of an earlier copy,
  /// from which it went on.
  private final Map<Long, String> awaited = new HashMap<>();

  private final Set<Long> forgotten = new TreeSet<>();
  private final Set<Long> toRead = new TreeSet<>();
  private final Set<Long> toResume = new TreeSet<>();
  private final Set<Long> toResumeLater = new TreeSet<>();
  private final Set<String> toRepeat = new TreeSet<>();
  private @Nullable ChatSocket socket;
  private @Nullable Thread thread;
  private final Map<Long, ConversationCopy> writtenDown = new TreeMap<>();
  private volatile CountDownLatch reading = new CountDownLatch(0);
  private boolean needsList;
  private boolean isSettled;
  private int laggings;
  private long tries;
  private volatile int lastCloseCode;
  private volatile int connection;
  private volatile boolean isBroken;
  private volatile boolean isClosed;

  AuditedClient(ChatUser user, Ledger ledger) {
    this.user = user;
    this.ledger = ledger;
  }

  ChatUser user() {
    return user;
  }

  void start() {
    thread = Thread.ofVirtual().name("client-", user.id()).start(this::live);
  }

  /// How often it has connected.
  int connections() {
    return connection;
  }

  /// Close code of the last socket that ended, 0 where none did.
  int lastCloseCode() {
    return lastCloseCode;
  }

  /// Whether it has what there was at its `hello`.
  synchronized boolean isSettled() {
    return isSettled;
  }

  void ask(Command command) {
    synchronized (this) {
      unanswered.put(command.ref(), command);
    }
    items.add(new Item.Ask(command));
  }

  synchronized int unanswered() {
    return unanswered.size();
  }

  /// What it holds of a conversation, or null.
  synchronized @Nullable List<String> lines(long conversation) {
    ConversationCopy copy = conversations.get(conversation);
    return copy == null ? null : copy.lines();
  }

  /// Name and metadata as it holds them, or null.
  synchronized @Nullable String title(long conversation) {
    ConversationCopy copy = conversations.get(conversation);
    return copy == null ? null : copy.title();
  }

  synchronized List<Long> members(long conversation) {
    ConversationCopy copy = conversations.get(conversation);
    return copy == null ? List.of() : copy.members();
  }

  /// Loses its socket without a word.
  void breakOff() {
    isBroken = true;
  }

  /// Takes nothing from its socket any more.
  void stopReading() {
    reading = new CountDownLatch(1);
  }

  void readAgain() {
    reading.countDown();
  }

  /// How often it was notified that it had been too slow.
  synchronized int laggings() {
    return laggings;
  }

  /// Writes down what it has.
  synchronized void writeDown() {
    conversations.forEach((id, copy) -> writtenDown.put(id, copy.writtenDown()));
  }

  /// Continues with its stored state, as after its own restart. A page that is under way to the
  /// newer copy would leave a hole in this one.
  synchronized void forgetSince() {
    writtenDown.forEach(
        (id, copy) -> {
          if (conversations.containsKey(id)) {
            conversations.put(id, copy.writtenDown());
            awaited.remove(id);
            toResume.add(id);
          }
        });
  }

  /// Says that it has read all that it has.
  void markRead(long conversation) {
    long seq;
    String ref;
    synchronized (this) {
      ConversationCopy copy = conversations.get(conversation);
      if (copy == null || !isSettled) {
        return;
      }
      seq = copy.complete();
      ref = "read-" + ++tries;
      reads.put(ref, conversation);
    }
    JsonObject payload = new JsonObject().put("conversationID", conversation).put("seq", seq);
    send(new JsonObject().put("type", "read").put("payload", payload).put("ref", ref).encode());
  }

  /// How it is, for messages.
  synchronized String state(long conversation) {
    ConversationCopy copy = conversations.get(conversation);
    return "connection %d settled %s complete %s catching up %s, to resume %s, to read %s, open %s, heard %s"
        .formatted(
            connection,
            isSettled,
            copy == null ? "-" : copy.complete(),
            copy == null ? "-" : copy.isCatchingUp(),
            toResume,
            toRead,
            unanswered.keySet(),
            lately());
  }

  private List<String> lately() {
    ChatSocket open = socket;
    List<String> all =
        open == null
            ? List.of()
            : open.heard().stream()
                .filter(frame -> !frame.getString("type").equals("presence"))
                .map(frame -> frame.encode().substring(0, Math.min(SHOWN, frame.encode().length())))
                .toList();
    return all.subList(Math.max(0, all.size() - SHOWN_FRAMES), all.size());
  }

  /// Holds it no longer, so that a long run does not fill the memory.
  synchronized void forget(long conversation) {
    forgotten.add(conversation);
    conversations.remove(conversation);
  }

  @Override
  public void close() {
    isClosed = true;
    readAgain();
    ChatSocket open = socket;
    if (open != null) {
      open.close();
    }
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void live() {
    try {
      while (!isClosed) {
        Item item = items.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        switch (item) {
          case null -> tick();
          case Item.Frame frame -> hear(frame);
          case Item.Ask ask -> putFirst(ask.command);
        }
        if (items.isEmpty() && !toResume.isEmpty() && !needsList) {
          resume();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void hear(Item.Frame item) {
    if (item.connection != connection) {
      return;
    }
    try {
      synchronized (this) {
        handle(item.frame);
      }
    } catch (RuntimeException | AssertionError failure) {
      ledger.finding("user %d cannot take %s: %s".formatted(user.id(), item.frame, failure));
    }
  }

  /// Does what is to be done over REST; what fails is left for the next tick.
  private void tick() {
    try {
      if (socket == null || isBroken || socket.closeCode().isPresent()) {
        lastCloseCode = socket == null ? 0 : socket.closeCode().orElse(0);
        breakSocket();
        connect();
      } else if (needsList) {
        settle();
      } else {
        for (long id : List.copyOf(toRead)) {
          readAfresh(id);
        }
        toResume.addAll(toResumeLater);
        toResumeLater.clear();
        repeat();
      }
    } catch (RuntimeException | AssertionError _) {
      // The server is away, or not ready.
    }
  }

  /// A socket that was let go of hears nothing of its end, so it is forgotten here: where no other
  /// can be opened now, the next tick tries again.
  private void breakSocket() {
    ChatSocket open = socket;
    if (isBroken && open != null) {
      socket = null;
      open.close();
    }
    isBroken = false;
  }

  private void connect() {
    String ticket = user.ticket();
    int number = connection + 1;
    synchronized (this) {
      connection = number;
      isSettled = false;
      needsList = false;
      resumes.clear();
      reads.clear();
    }
    socket =
        ChatSocket.open(
            user.socketAddress(ticket),
            frame -> {
              awaitReading();
              items.add(new Item.Frame(number, frame));
            });
  }

  private void awaitReading() {
    try {
      reading.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle() {
    List<JsonObject> listed = user.conversations();
    synchronized (this) {
      Map<Long, ConversationCopy> held = new TreeMap<>(conversations);
      conversations.clear();
      for (JsonObject one : listed) {
        long id = Long.parseLong(one.getString("id"));
        if (!forgotten.contains(id)) {
          ConversationCopy copy = held.get(id);
          String epoch = one.getString("epoch");
          ledger.epoch(id, epoch);
          boolean same = copy != null && copy.epoch().equals(epoch);
          conversations.put(id, same ? copy : new ConversationCopy(one));
          toResume.add(id);
        }
      }
      needsList = false;
      isSettled = true;
      toRepeat.addAll(unanswered.keySet());
    }
    repeat();
  }

  private void readAfresh(long id) {
    Reply reply = user.get("/conversations/" + id);
    synchronized (this) {
      if (reply.status() == 404) {
        conversations.remove(id);
      } else {
        awaited.remove(id);
        ConversationCopy copy = new ConversationCopy(reply.expect(200).body());
        ledger.epoch(id, copy.epoch());
        conversations.put(id, copy);
        toResume.add(id);
      }
      toRead.remove(id);
    }
  }

  private void handle(JsonObject frame) {
    switch (frame.getString("type")) {
      case "hello" -> needsList = true;
      case "lagging" -> lagging(frame);
      case "message",
          "message_updated",
          "message_deleted",
          "member_added",
          "member_removed",
          "conversation_updated" ->
          event(frame);
      case "added_to_conversation" -> toRead.add(frame.getLong("conversationID"));
      case "removed_from_conversation" -> {
        conversations.remove(frame.getLong("conversationID"));
        toRead.remove(frame.getLong("conversationID"));
      }
      case "changes" -> page(frame);
      case "reset" -> reset(frame);
      case "ack" -> acked(frame);
      case "error" -> refused(frame);
      default -> {}
    }
  }

  private void lagging(JsonObject frame) {
    JsonArray named = frame.getJsonArray("conversationIDs");
    if (named == null) {
      laggings++;
      needsList = true;
      return;
    }
    for (Object item : named) {
      long id = ((Number) item).longValue();
      if (conversations.containsKey(id)) {
        toResume.add(id);
      } else if (!forgotten.contains(id)) {
        toRead.add(id);
      }
    }
  }

  private void event(JsonObject event) {
    long id = event.getLong("conversationID");
    if (forgotten.contains(id)) {
      return;
    }
    ledger.heard(event);
    ConversationCopy copy = conversations.get(id);
    if (copy == null) {
      toRead.add(id);
    } else if (copy.hear(event)) {
      toResume.add(id);
    }
  }

  private void page(JsonObject changes) {
    long id = changes.getLong("conversationID");
    ConversationCopy copy = conversations.get(id);
    if (copy == null || !Objects.equals(awaited.get(id), changes.getString("ref"))) {
      return;
    }
    if (!copy.epoch().equals(changes.getString("epoch"))) {
      toRead.add(id);
    } else if (copy.page(changes)) {
      toResume.add(id);
    }
  }

  private void reset(JsonObject frame) {
    long id = frame.getLong("conversationID");
    if (frame.getString("reason").equals("not_member")) {
      conversations.remove(id);
    } else {
      ledger.finding("user %d was told %s".formatted(user.id(), frame));
      toRead.add(id);
    }
  }

  private void acked(JsonObject frame) {
    if (frame.getString("ref") == null) {
      return;
    }
    resumes.remove(frame.getString("ref"));
    Long read = reads.remove(frame.getString("ref"));
    if (read != null) {
      ledger.markerAcked(user.id(), read, frame.getLong("seq"));
      return;
    }
    Command command = unanswered.remove(frame.getString("ref"));
    if (command != null) {
      ledger.acked(user.id(), command, frame);
    }
  }

  private void refused(JsonObject frame) {
    String ref = frame.getString("ref");
    if (ref == null || reads.remove(ref) != null) {
      return; // The next read marker says more.
    }
    List<Long> resumed = resumes.remove(ref);
    if (resumed != null) {
      toResumeLater.addAll(resumed);
      return;
    }
    if (frame.getString("code").equals("ServiceUnavailable")) {
      toRepeat.add(ref);
      return;
    }
    Command command = unanswered.remove(ref);
    ledger.finding("user %d: %s was answered %s".formatted(user.id(), command, frame));
  }

  private void resume() {
    List<Long> batch = new ArrayList<>();
    JsonArray named = new JsonArray();
    String ref = "resume-" + ++tries;
    synchronized (this) {
      for (long id : List.copyOf(toResume)) {
        ConversationCopy copy = conversations.get(id);
        toResume.remove(id);
        if (copy != null) {
          copy.catchUpBegins();
          awaited.put(id, ref);
          batch.add(id);
          named.add(
              new JsonObject()
                  .put("conversationID", id)
                  .put("seq", copy.complete())
                  .put("epoch", copy.epoch()));
        }
        if (batch.size() == RESUMED_AT_ONCE) {
          break;
        }
      }
      resumes.put(ref, batch);
    }
    if (!batch.isEmpty()) {
      JsonObject payload = new JsonObject().put("conversations", named);
      send(new JsonObject().put("type", "resume").put("payload", payload).put("ref", ref).encode());
    }
  }

  /// In the order in which they were first put.
  private void repeat() {
    List<Command> again;
    synchronized (this) {
      if (!isSettled) {
        return;
      }
      again = unanswered.values().stream().filter(one -> toRepeat.contains(one.ref())).toList();
      toRepeat.clear();
    }
    again.forEach(this::put);
  }

  /// Sends it unless it was already repeated after a `hello` in between.
  private void putFirst(Command asked) {
    Command command;
    synchronized (this) {
      command = unanswered.get(asked.ref());
    }
    if (command != null && command.attempts() == 0) {
      put(command);
    }
  }

  private void put(Command command) {
    synchronized (this) {
      if (!isSettled || !unanswered.containsKey(command.ref())) {
        return;
      }
      unanswered.computeIfPresent(command.ref(), (_, before) -> before.attempted());
    }
    send(command.frame());
  }

  /// A socket that was lost in between is not a failure: the next `hello` starts over.
  private void send(String text) {
    ChatSocket open = socket;
    if (open != null) {
      try {
        open.send(text);
      } catch (IllegalStateException _) {
        isSettled = false;
        isBroken = true;
      }
    }
  }
}
