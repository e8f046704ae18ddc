package io.realtimegateway.link;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.LinkProof;
import io.realtimegateway.security.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Loops and settings that the tests share.
public final class Fixture {
  public static final Secret SECRET = Secret.ofText("the link secret of all these tests");
  public static final Secret OTHER_SECRET = Secret.ofText("another link secret, also 32 bytes");
  public static final long ENGINE_NODE = 4711;

  private static final LinkLimits DEFAULTS = LinkLimits.of(LinkSettings.defaults());
  private static final Duration LONG = Duration.ofSeconds(30);

  private Fixture() {}

  /// Reconnects at once, and never closes a link because the machine is busy.
  public static LinkLimits longTimeouts() {
    return with(LONG, LONG, LONG);
  }

  /// Pings every 50 ms and waits 200 ms for an answer.
  public static LinkLimits shortTimeouts() {
    return with(LONG, Duration.ofMillis(50), Duration.ofMillis(200));
  }

  public static LinkLimits with(Duration handshake, Duration ping, Duration pong) {
    return new LinkLimits(
        handshake,
        ping,
        pong,
        Duration.ofMillis(5),
        Duration.ofMillis(50),
        new LinkLimits.OutboundLimits(64 << 10, 256 << 10, 2 << 20),
        DEFAULTS.requests(),
        DEFAULTS.maxHandshakes());
  }

  public static LinkLimits with(LinkLimits.RequestLimits requests) {
    LinkLimits base = longTimeouts();
    return new LinkLimits(
        base.handshakeTimeout(),
        Duration.ofMillis(50),
        base.pongTimeout(),
        base.reconnectMin(),
        base.reconnectMax(),
        base.outbound(),
        requests,
        base.maxHandshakes());
  }

  public static LinkLimits withHandshakes(int most) {
    LinkLimits base = longTimeouts();
    return new LinkLimits(
        base.handshakeTimeout(),
        base.pingInterval(),
        base.pongTimeout(),
        base.reconnectMin(),
        base.reconnectMax(),
        base.outbound(),
        base.requests(),
        most);
  }

  public static LinkEnvironment environment(
      LinkLimits settings,
      Secret secret,
      List<EventLoop> loops,
      MeterRegistry meters,
      String side) {
    return new LinkEnvironment(
        settings,
        new LinkProof(secret),
        Transport.of(loops.getFirst()),
        new SecureRandom(),
        new LinkMetrics(meters, side));
  }

  /// Sends until `enough`, flushing each packet.
  public static void flood(Link link, BooleanSupplier enough) {
    var packet = new SessionPacket.EndSession(1, 4401, "x".repeat(100));
    do {
      link.send(packet);
      link.flush();
    } while (!enough.getAsBoolean());
  }

  /// Event loops of one transport.
  public static final class Loops implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group;
    public final List<EventLoop> all = new ArrayList<>();

    public Loops(int count, boolean isEpoll) {
      IoHandlerFactory factory = isEpoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
      group = new MultiThreadIoEventLoopGroup(count, factory);
      for (int i = 0; i < count; i++) {
        all.add(group.next());
      }
    }

    @Override
    public void close() {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
