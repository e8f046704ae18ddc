package io.realtimegateway.engine.running;

import io.netty.channel.EventLoop;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.Peer;
import io.realtimegateway.link.connecting.EngineAddress;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.link.connecting.LoopEngineLinks;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.SessionPacket.LiveSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// One gateway loop: keeps sessions and audiences as a gateway does, without browsers. Everything
/// but `ask` and the sessions' own methods happens on its loop.
final class TestGateway implements EngineLinks.Listener, AutoCloseable {
  private static final long DEADLINE_SECONDS = 30;
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final EventLoop loop;
  private final LoopEngineLinks links;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Map<Long, TestSession> sessions = new HashMap<>();
  private final IdentityHashMap<Link, Map<Integer, Set<Long>>> audiences = new IdentityHashMap<>();
  private final IdentityHashMap<Link, Map<Integer, Long>> conversationOf = new IdentityHashMap<>();
  private final Set<Long> defined = ConcurrentHashMap.newKeySet();
  private final Position[] heard = new Position[Shards.COUNT];
  private long lastSession;
  private final AtomicLong presenceFrames = new AtomicLong();
  private final AtomicLong presenceTwice = new AtomicLong();
  private BitSet @Nullable [] presence;

  TestGateway(EventLoop loop, long node, EngineAddress address, LinkEnvironment environment) {
    this.loop = loop;
    links = new LoopEngineLinks(loop, new Peer(Role.GATEWAY, node, 0), address, environment, this);
    loop.execute(links::start);
  }

  void awaitReady() {
    await(ready);
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  /// Asks under a request number.
  CompletableFuture<Packet> ask(LongFunction<Request> question) {
    CompletableFuture<Packet> answer = new CompletableFuture<>();
    loop.execute(() -> links.request(question.apply(links.nextRequest()), WAIT, answer::complete));
    return answer;
  }

  Packet answer(LongFunction<Request> question) {
    return await(ask(question));
  }

  /// From now on presence is counted instead of kept.
  ///
  /// @param users their ids are at most that
  void countPresence(int users) {
    BitSet[] told = new BitSet[users + 1];
    Arrays.setAll(told, _ -> new BitSet());
    presence = told;
  }

  private boolean isCounted(TestSession session, Event event) {
    BitSet[] told = presence;
    if (told == null || !(event instanceof Event.Presence(long user, _))) {
      return false;
    }
    BitSet known = told[(int) session.userID()];
    if (known.get((int) user)) {
      presenceTwice.incrementAndGet();
    }
    known.set((int) user);
    presenceFrames.incrementAndGet();
    return true;
  }

  /// Waits for so many frames.
  void awaitPresence(long frames) {
    long end = System.nanoTime() + 4 * DEADLINE_SECONDS * 1_000_000_000L;
    while (presenceFrames.get() < frames) {
      if (System.nanoTime() > end) {
        throw new AssertionError(presenceFrames + " of " + frames + " frames of presence");
      }
      Thread.onSpinWait();
    }
  }

  /// How often somebody was told what it had been told already.
  long presenceTwice() {
    return presenceTwice.get();
  }

  /// Says something that is not answered.
  void say(int shard, LongFunction<Packet> packet) {
    loop.execute(() -> links.send(shard, packet.apply(links.nextRequest())));
  }

  /// The session ends.
  void detach(TestSession session) {
    loop.execute(
        () -> {
          sessions.remove(session.handle());
          links.send(
              Shards.ofUser(session.userID()),
              new SessionPacket.Disconnect(session.handle(), session.userID()));
        });
  }

  /// All sessions of a user end, also those that were not told hello.
  void giveUp(long userID) {
    loop.execute(
        () ->
            sessions.values().stream()
                .filter(session -> session.userID() == userID)
                .forEach(this::detach));
  }

  /// Waits until the engine has let go of a conversation whose audience it had defined.
  void awaitDropped(long conversationID) {
    long end = System.nanoTime() + DEADLINE_SECONDS * 1_000_000_000L;
    while (defined.contains(conversationID)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("conversation " + conversationID + " stays in memory");
      }
      Thread.onSpinWait();
    }
  }

  /// A session of a user that was told hello.
  TestSession attach(long userID) {
    return await(attaching(userID));
  }

  /// A session that will be told hello.
  CompletableFuture<TestSession> attaching(long userID) {
    CompletableFuture<TestSession> attached = new CompletableFuture<>();
    loop.execute(
        () -> {
          long now = System.currentTimeMillis();
          long inAnHour = now + 3_600_000;
          TestSession session = new TestSession(this, ++lastSession, userID, inAnHour, attached);
          sessions.put(session.handle(), session);
          SessionPacket.Connect connect =
              new SessionPacket.Connect(
                  links.nextRequest(),
                  session.handle(),
                  userID,
                  UUID.randomUUID().toString(),
                  links.term(Shards.ofUser(userID)).orElse(0),
                  now,
                  now + 60_000,
                  "login",
                  now,
                  inAnHour);
          links.request(connect, WAIT, answer -> refused(answer, attached));
        });
    return attached;
  }

  private static void refused(Packet answer, CompletableFuture<TestSession> attached) {
    if (!(answer instanceof Answer.Redeemed)) {
      attached.completeExceptionally(new AssertionError(answer.toString()));
    }
  }

  @Override
  public void register(Link link, LinkPacket.Welcome welcome) {
    audiences.put(link, new HashMap<>());
    conversationOf.put(link, new HashMap<>());
    Set<Integer> logs = new HashSet<>();
    welcome.logs().forEach(owned -> logs.add(owned.log()));
    List<LiveSession> named = new ArrayList<>();
    for (TestSession session : sessions.values()) {
      if (session.isAttached() && logs.contains(Shards.logOf(Shards.ofUser(session.userID())))) {
        named.add(session.live());
      }
    }
    List<Position> positions = new ArrayList<>();
    for (Position position : heard) {
      if (position != null && logs.contains(Shards.logOf(position.shard()))) {
        positions.add(position);
      }
    }
    link.send(new SessionPacket.Register(named, positions, true));
  }

  @Override
  public void received(Link link, Packet packet) {
    Map<Integer, Set<Long>> known = audiences.computeIfAbsent(link, _ -> new HashMap<>());
    switch (packet) {
      case Delivery.AudienceDefine define -> {
        known.put(define.audience(), new HashSet<>(define.sessions()));
        conversationOf.get(link).put(define.audience(), define.conversationID());
        defined.add(define.conversationID());
      }
      case Delivery.AudienceAdd add -> known.get(add.audience()).addAll(add.sessions());
      case Delivery.AudienceRemove remove ->
          remove.sessions().forEach(known.get(remove.audience())::remove);
      case Delivery.AudienceDrop drop -> {
        known.remove(drop.audience());
        defined.remove(conversationOf.get(link).remove(drop.audience()));
      }
      case Delivery.Deliver deliver -> {
        hear(deliver.shard(), deliver.index());
        known.get(deliver.audience()).forEach(s -> hear(s, deliver.exceptUser(), deliver.event()));
      }
      case Delivery.Direct direct -> {
        hear(direct.shard(), direct.index());
        direct.sessions().forEach(session -> hear(session, 0, direct.event()));
      }
      case SessionPacket.EndSession end -> sessions.remove(end.session());
      case Delivery.Lagging lagging ->
          sessions.values().forEach(session -> session.lagging(lagging));
      case SessionPacket.Attached attached -> sessions.get(attached.session()).attached();
      case SessionPacket.Registered registered -> registered.positions().forEach(this::at);
      default -> throw new AssertionError(packet.toString());
    }
  }

  private void hear(long session, long exceptUser, Event event) {
    TestSession hearing = sessions.get(session);
    if (hearing != null
        && hearing.isAttached()
        && hearing.userID() != exceptUser
        && !isCounted(hearing, event)) {
      hearing.hear(event);
    }
  }

  private void hear(int shard, long index) {
    Position before = heard[shard];
    if (before != null && index > before.index()) {
      heard[shard] = new Position(shard, before.epoch(), index);
    }
  }

  private void at(Position position) {
    heard[position.shard()] = position;
  }

  @Override
  public void positions(Link link, LinkPacket.Ping ping) {
    ping.positions().forEach(this::at);
  }

  @Override
  public void readinessChanged() {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (!links.isReady(shard)) {
        return;
      }
    }
    ready.complete(null);
  }

  @Override
  public void close() {
    await(CompletableFuture.runAsync(links::close, loop));
  }
}
