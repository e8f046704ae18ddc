package io.realtimegateway.link;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.realtimegateway.link.accepting.EngineEndpoint;
import io.realtimegateway.link.accepting.LinkServer;
import io.realtimegateway.link.connecting.EngineAddress;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// An engine that registers every gateway and answers each request as the test wants.
public final class FakeEngine implements AutoCloseable {
  public final Events<Event> events = new Events<>();
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final LinkServer server;
  public final List<EventLoop> loops;
  public final InetSocketAddress address;
  public volatile BiConsumer<Link, Packet> behaviour = FakeEngine::acknowledge;
  public volatile long index = 7;
  public final long term;

  public sealed interface Event {
    Link link();

    record Opened(Link link, int loop) implements Event {}

    record Received(Link link, int loop, Packet packet) implements Event {}

    record Writable(Link link, boolean isWritable) implements Event {}

    record Closed(Link link, LinkClosed cause) implements Event {}
  }

  public FakeEngine(List<EventLoop> loops, LinkLimits settings, int port, long term)
      throws Exception {
    this.loops = loops;
    this.term = term;
    List<EngineEndpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      endpoints.add(new Endpoint(i));
    }
    var environment = Fixture.environment(settings, Fixture.SECRET, loops, meters, "engine");
    server = new LinkServer(environment, Fixture.ENGINE_NODE, loops, endpoints);
    address =
        server
            .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  public FakeEngine(List<EventLoop> loops, LinkLimits settings) throws Exception {
    this(loops, settings, 0, 1);
  }

  public EngineAddress engineAddress() {
    return new EngineAddress("127.0.0.1", address.getPort());
  }

  public static void acknowledge(Link link, Packet packet) {
    if (packet instanceof SessionPacket.Register register && register.last()) {
      link.send(new SessionPacket.Registered(List.of()));
      link.flush();
    } else if (packet instanceof Request request) {
      link.send(new Answer.Ack(request.request(), 0, 0, 0, 0, false, false));
      link.flush();
    }
  }

  /// Registers, and leaves every request unanswered.
  public static void ignore(Link link, Packet packet) {
    if (packet instanceof SessionPacket.Register) {
      acknowledge(link, packet);
    }
  }

  public Event.Opened opened() {
    return events.await(Event.Opened.class);
  }

  public Event.Closed closed() {
    return events.await(Event.Closed.class);
  }

  public double metric(String name, String... tags) {
    return meters.get(name).tags(tags).meter().measure().iterator().next().getValue();
  }

  public void awaitCloses(String cause, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (metric("link.closed", "cause", cause) < count) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not see in time: " + count + " closed as " + cause);
      }
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    var _ = server.close().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private final class Endpoint implements EngineEndpoint {
    private final int loop;

    Endpoint(int loop) {
      this.loop = loop;
    }

    @Override
    public List<LinkPacket.OwnedLog> logs() {
      assertLoop();
      List<LinkPacket.OwnedLog> logs = new ArrayList<>();
      for (int log = loop; log < Shards.LOGS; log += loops.size()) {
        logs.add(new LinkPacket.OwnedLog(log, term));
      }
      return logs;
    }

    @Override
    public List<Position> positions() {
      assertLoop();
      return List.of(new Position(loop * 8, 5, index), new Position(loop * 8 + 1, 5, 3));
    }

    @Override
    public void opened(Link link) {
      assertLoop();
      events.add(new Event.Opened(link, loop));
    }

    @Override
    public void received(Link link, Packet packet) {
      assertLoop();
      events.add(new Event.Received(link, loop, packet));
      behaviour.accept(link, packet);
    }

    @Override
    public void writabilityChanged(Link link) {
      assertLoop();
      events.add(new Event.Writable(link, link.isWritable()));
    }

    @Override
    public void closed(Link link, LinkClosed cause) {
      assertLoop();
      events.add(new Event.Closed(link, cause));
    }

    private void assertLoop() {
      if (!loops.get(loop).inEventLoop()) {
        throw new AssertionError("not on loop " + loop);
      }
    }
  }
}
