package io.realtimegateway.link;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.link.connecting.EngineRoute;
import io.realtimegateway.link.connecting.LoopEngineLinks;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.Secret;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// One gateway loop without sessions.
public final class FakeGateway implements EngineLinks.Listener, AutoCloseable {
  public final Events<Event> events = new Events<>();
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final EventLoop loop;
  public final LoopEngineLinks links;

  public sealed interface Event {
    record Registering(Link link, LinkPacket.Welcome welcome) implements Event {}

    record Received(Link link, Packet packet) implements Event {}

    record Positions(LinkPacket.Ping ping) implements Event {}

    /// This many of the 64 shards are ready.
    record Readiness(int ready) implements Event {}

    record Writable(boolean isWritable) implements Event {}

    record Answered(long request, Packet answer) implements Event {}
  }

  public FakeGateway(
      EventLoop loop, long node, EngineRoute route, LinkLimits settings, Secret secret) {
    this.loop = loop;
    var environment = Fixture.environment(settings, secret, List.of(loop), meters, "gateway");
    links = new LoopEngineLinks(loop, new Peer(Role.GATEWAY, node, 0), route, environment, this);
    loop.execute(links::start);
  }

  public FakeGateway(EventLoop loop, FakeEngine engine, LinkLimits settings) {
    this(loop, 42, engine.engineAddress(), settings, Fixture.SECRET);
  }

  public void awaitReady() {
    events.await(event -> event instanceof Event.Readiness(int ready) && ready == 64);
  }

  /// A barrier on a shard; its answer becomes an event.
  public long requestBarrier(int shard, Duration wait) {
    return on(
        () -> {
          long number = links.nextRequest();
          Request request = new Command.Barrier(number, 1, 0, shard, 0);
          links.request(request, wait, answer -> events.add(new Event.Answered(number, answer)));
          return number;
        });
  }

  public Packet answer(long request) {
    var answered =
        events.await(
            event -> event instanceof Event.Answered(long number, Packet _) && number == request);
    return ((Event.Answered) answered).answer();
  }

  public List<Event.Answered> answers() {
    return events.all().stream()
        .filter(Event.Answered.class::isInstance)
        .map(Event.Answered.class::cast)
        .toList();
  }

  public <T> T on(Supplier<T> task) {
    try {
      return CompletableFuture.supplyAsync(task, loop).get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public double metric(String name, String... tags) {
    return meters.get(name).tags(tags).meter().measure().iterator().next().getValue();
  }

  @Override
  public void register(Link link, LinkPacket.Welcome welcome) {
    events.add(new Event.Registering(link, welcome));
    link.send(new SessionPacket.Register(List.of(), List.of(), true));
  }

  @Override
  public void received(Link link, Packet packet) {
    events.add(new Event.Received(link, packet));
  }

  @Override
  public void positions(Link link, LinkPacket.Ping ping) {
    events.add(new Event.Positions(ping));
  }

  @Override
  public void readinessChanged() {
    int ready = 0;
    for (int shard = 0; shard < 64; shard++) {
      ready += links.isReady(shard) ? 1 : 0;
    }
    events.add(new Event.Readiness(ready));
  }

  @Override
  public void writabilityChanged(Link link) {
    events.add(new Event.Writable(link.isWritable()));
  }

  @Override
  public void close() {
    var _ =
        on(
            () -> {
              links.close();
              return true;
            });
  }
}
