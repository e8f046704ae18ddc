package io.realtimegateway.engine.running;

import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.SessionPacket.LiveSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// A browser's session: what it heard, and its copy of each conversation.
final class TestSession {
  private static final long DEADLINE_NANOS = 30_000_000_000L;

  private final TestGateway gateway;
  private final long handle;
  private final long userID;
  private final long loginExpiresAt;
  private final long loginIssuedAt = System.currentTimeMillis();
  private final CompletableFuture<TestSession> attached;
  private final Map<Long, Copy> copies = new HashMap<>();
  private final List<Event> events = new ArrayList<>();

  TestSession(
      TestGateway gateway,
      long handle,
      long userID,
      long loginExpiresAt,
      CompletableFuture<TestSession> attached) {
    this.gateway = gateway;
    this.handle = handle;
    this.userID = userID;
    this.loginExpiresAt = loginExpiresAt;
    this.attached = attached;
  }

  TestGateway gateway() {
    return gateway;
  }

  long handle() {
    return handle;
  }

  long userID() {
    return userID;
  }

  boolean isAttached() {
    return attached.isDone();
  }

  void attached() {
    attached.complete(this);
  }

  LiveSession live() {
    return new LiveSession(handle, userID, "login", loginExpiresAt, loginIssuedAt);
  }

  synchronized Copy copy(long conversationID) {
    return copies.computeIfAbsent(conversationID, _ -> new Copy());
  }

  synchronized void hear(Event event) {
    events.add(event);
    switch (event) {
      case Event.Message message -> copy(message.conversationID()).live(message.seq(), event);
      case Event.MessageUpdated edit -> copy(edit.conversationID()).live(edit.seq(), event);
      case Event.MessageDeleted gone -> copy(gone.conversationID()).live(gone.seq(), event);
      case Event.MemberAdded added -> copy(added.conversationID()).live(added.seq(), event);
      case Event.MemberRemoved gone -> copy(gone.conversationID()).live(gone.seq(), event);
      case Event.ConversationUpdated update ->
          copy(update.conversationID()).live(update.seq(), event);
      case Event.AddedToConversation added -> {
        Copy copy = copy(added.conversationID());
        if (added.seq() > copy.seq()) {
          copy.miss();
        }
      }
      case Event.RemovedFromConversation _,
          Event.TypingEvent _,
          Event.Presence _,
          Event.UserUpdated _,
          Event.ReadMarker _ -> {}
    }
    notifyAll();
  }

  synchronized void lagging(Delivery.Lagging lagging) {
    if (lagging.conversationID() == 0) {
      copies.values().forEach(Copy::miss);
    } else if (lagging.users().contains(userID)) {
      copy(lagging.conversationID()).miss();
    }
    notifyAll();
  }

  /// Waits until it was told that it misses something of a conversation.
  synchronized void awaitMissed(long conversationID) {
    awaitThat("user " + userID + " misses nothing", () -> copy(conversationID).hasMissed());
  }

  synchronized boolean misses(long conversationID) {
    return copy(conversationID).hasMissed();
  }

  /// Waits until the copy of a conversation has reached a seq.
  synchronized void awaitSeq(long conversationID, long seq) {
    awaitThat(
        "user %d has not reached %d".formatted(userID, seq),
        () -> copy(conversationID).seq() >= seq);
  }

  /// Waits until the copy of a conversation has reached a seq, or was told that it misses
  /// something.
  synchronized void awaitSeqOrMissed(long conversationID, long seq) {
    awaitThat(
        "user %d has not reached %d".formatted(userID, seq),
        () -> misses(conversationID) || copy(conversationID).seq() >= seq);
  }

  private synchronized void awaitThat(String failure, BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(failure + "; heard " + events);
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        throw new AssertionError(interrupted);
      }
    }
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /// Waits until so many events of a kind were heard.
  synchronized List<Event> await(int count, Predicate<Event> kind) {
    awaitThat(
        "user %d heard fewer than %d".formatted(userID, count),
        () -> events.stream().filter(kind).count() >= count);
    return events.stream().filter(kind).toList();
  }
}
