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
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.SessionPacket.LiveSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/// A gateway loop that registers when the test says so, and keeps all that comes.
final class ManualGateway implements EngineLinks.Listener, AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final long DEADLINE_NANOS = 30_000_000_000L;

  private final EventLoop loop;
  private final LoopEngineLinks links;

  // Guarded by this.
  private final Map<Integer, Welcomed> welcomed = new HashMap<>();
  private final List<Packet> came = new ArrayList<>();

  private int losses;

  private record Welcomed(Link link, LinkPacket.Welcome welcome) {}

  ManualGateway(EventLoop loop, Peer self, EngineAddress address, LinkEnvironment environment) {
    this.loop = loop;
    links = new LoopEngineLinks(loop, self, address, environment, this);
    loop.execute(links::start);
  }

  /// Names these sessions to one loop of the engine, as one that has heard all before.
  void register(int engineLoop, LiveSession... sessions) {
    Welcomed at = welcome(engineLoop);
    var parts = new SessionPacket.Register(List.of(sessions), at.welcome.positions(), true);
    send(at.link, parts);
    await(
        "Registered of loop " + engineLoop,
        packet ->
            packet instanceof SessionPacket.Registered registered
                && registered.positions().stream()
                    .anyMatch(p -> at.welcome.positions().getFirst().shard() == p.shard()));
  }

  /// Where a loop of the engine stood when it welcomed this one.
  List<Position> welcomedAt(int engineLoop) {
    return welcome(engineLoop).welcome.positions();
  }

  /// Names what it has heard, and no session.
  void beginToRegister(int engineLoop, List<Position> heard) {
    send(welcome(engineLoop).link, new SessionPacket.Register(List.of(), heard, true));
  }

  /// Waits until the engine has welcomed the link to one of its loops; an earlier link of the same
  /// node and loop has ended there before.
  void awaitWelcome(int engineLoop) {
    var _ = welcome(engineLoop);
  }

  /// Sends something to a loop of the engine as it is.
  void send(int engineLoop, Packet packet) {
    send(welcome(engineLoop).link, packet);
  }

  private void send(Link link, Packet packet) {
    loop.execute(
        () -> {
          link.send(packet);
          link.flush();
        });
  }

  /// Attaches a new session of a user.
  LiveSession attach(long handle, long userID) {
    long now = System.currentTimeMillis();
    long inAnHour = now + 3_600_000;
    Packet answer = connect(handle, userID, now, now + 60_000, now, inAnHour);
    if (!(answer instanceof Answer.Redeemed)) {
      throw new AssertionError(answer.toString());
    }
    await("Attached", new SessionPacket.Attached(handle)::equals);
    return new LiveSession(handle, userID, "login", inAnHour, now);
  }

  /// Asks for a session with a ticket and a login of these times, epoch milliseconds.
  Packet connect(
      long handle,
      long userID,
      long issuedAt,
      long expiresAt,
      long loginIssuedAt,
      long loginExpiresAt) {
    return TestGateway.await(
        connecting(handle, userID, issuedAt, expiresAt, loginIssuedAt, loginExpiresAt));
  }

  /// Asks for a session with a good ticket.
  CompletableFuture<Packet> connecting(long handle, long userID) {
    long now = System.currentTimeMillis();
    return connecting(handle, userID, now, now + 60_000, now, now + 3_600_000);
  }

  private CompletableFuture<Packet> connecting(
      long handle,
      long userID,
      long issuedAt,
      long expiresAt,
      long loginIssuedAt,
      long loginExpiresAt) {
    return ask(
        request ->
            new SessionPacket.Connect(
                request,
                handle,
                userID,
                UUID.randomUUID().toString(),
                links.term(Shards.ofUser(userID)).orElseThrow(),
                issuedAt,
                expiresAt,
                "login",
                loginIssuedAt,
                loginExpiresAt));
  }

  /// Refreshes a session with a ticket and a login of these times, epoch milliseconds.
  Packet refresh(LiveSession session, long issuedAt, long expiresAt, long loginIssuedAt) {
    return answer(
        request ->
            new SessionPacket.RefreshSession(
                request,
                session.session(),
                session.userID(),
                UUID.randomUUID().toString(),
                links.term(Shards.ofUser(session.userID())).orElseThrow(),
                issuedAt,
                expiresAt,
                "login",
                loginIssuedAt,
                session.loginExpiresAt()));
  }

  CompletableFuture<Packet> ask(LongFunction<Request> question) {
    CompletableFuture<Packet> answer = new CompletableFuture<>();
    loop.execute(() -> links.request(question.apply(links.nextRequest()), WAIT, answer::complete));
    return answer;
  }

  Packet answer(LongFunction<Request> question) {
    return TestGateway.await(ask(question));
  }

  synchronized List<Packet> came() {
    return List.copyOf(came);
  }

  synchronized int losses() {
    return losses;
  }

  /// Waits until a link was closed and was welcomed again.
  synchronized void awaitLoss() {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (losses == 0) {
      waitUntil(end, "the loss of a link");
    }
  }

  /// Waits for a packet; what has come counts.
  synchronized Packet await(String what, Predicate<Packet> wanted) {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (true) {
      for (Packet packet : came) {
        if (wanted.test(packet)) {
          return packet;
        }
      }
      waitUntil(end, what);
    }
  }

  private synchronized Welcomed welcome(int engineLoop) {
    long end = System.nanoTime() + DEADLINE_NANOS;
    while (!welcomed.containsKey(engineLoop)) {
      waitUntil(end, "a welcome of loop " + engineLoop);
    }
    return welcomed.get(engineLoop);
  }

  @SuppressWarnings("WaitNotInLoop") // The loop is the caller's, around its own condition.
  private synchronized void waitUntil(long end, String what) {
    long left = (end - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new AssertionError("waited in vain for " + what + "; came " + came);
    }
    try {
      wait(left);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public synchronized void register(Link link, LinkPacket.Welcome welcome) {
    if (welcomed.put(welcome.loop(), new Welcomed(link, welcome)) != null) {
      losses++;
    }
    notifyAll();
  }

  @Override
  public synchronized void received(Link link, Packet packet) {
    came.add(packet);
    notifyAll();
  }

  @Override
  public void positions(Link link, LinkPacket.Ping ping) {
    // What this gateway has heard is what the test says.
  }

  @Override
  public void readinessChanged() {
    // The test sees Registered.
  }

  @Override
  public void close() {
    TestGateway.await(CompletableFuture.runAsync(links::close, loop));
  }
}
