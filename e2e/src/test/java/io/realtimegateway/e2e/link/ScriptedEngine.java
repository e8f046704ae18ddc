package io.realtimegateway.e2e.link;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.link.LinkSettings;
import io.realtimegateway.link.Transport;
import io.realtimegateway.link.accepting.EngineEndpoint;
import io.realtimegateway.link.accepting.LinkServer;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.security.LinkProof;
import io.realtimegateway.security.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// An engine without conversations: real links, and answers as a test wants them.
final class ScriptedEngine implements AutoCloseable {
  static final long TERM = 7;
  private static final long EPOCH = 99;

  /// What it does.
  interface Script {
    /// Something came on a link to this loop of the engine.
    void came(int loop, Link link, Packet packet);
  }

  private final MultiThreadIoEventLoopGroup group;
  private final List<EventLoop> loops = new ArrayList<>();
  private final LinkServer server;
  private final int port;
  private final Script script;

  /// @param script gets what comes, on the link's loop
  ScriptedEngine(Secret secret, int loops, Script script) {
    this.script = script;
    this.group = new MultiThreadIoEventLoopGroup(loops, NioIoHandler.newFactory());
    List<EngineEndpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < loops; i++) {
      this.loops.add(group.next());
      endpoints.add(new Endpoint(i));
    }
    LinkEnvironment environment =
        new LinkEnvironment(
            LinkLimits.of(LinkSettings.defaults()),
            new LinkProof(secret),
            Transport.NIO,
            new SecureRandom(),
            new LinkMetrics(new SimpleMeterRegistry(), "engine"));
    this.server = new LinkServer(environment, 4711, this.loops, endpoints);
    this.port =
        server
            .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .toCompletableFuture()
            .join()
            .getPort();
  }

  int port() {
    return port;
  }

  static void say(Link link, Packet packet) {
    link.eventLoop()
        .execute(
            () -> {
              link.send(packet);
              link.flush();
            });
  }

  /// Where the shards behind a link are.
  List<Position> positions(int loop) {
    return logs(loop)
        .flatMap(
            log -> Stream.iterate(Shards.firstOf(log), shard -> shard + 1).limit(Shards.PER_LOG))
        .map(shard -> new Position(shard, EPOCH, 1))
        .toList();
  }

  private Stream<Integer> logs(int loop) {
    return Stream.iterate(loop, log -> log < Shards.LOGS, log -> log + loops.size());
  }

  @Override
  public void close() {
    server.close().toCompletableFuture().join();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Endpoint implements EngineEndpoint {
    private final int loop;

    Endpoint(int loop) {
      this.loop = loop;
    }

    @Override
    public List<LinkPacket.OwnedLog> logs() {
      return ScriptedEngine.this.logs(loop).map(log -> new LinkPacket.OwnedLog(log, TERM)).toList();
    }

    @Override
    public List<Position> positions() {
      return ScriptedEngine.this.positions(loop);
    }

    @Override
    public void opened(Link link) {
      // The script learns of it from Register.
    }

    @Override
    public void received(Link link, Packet packet) {
      script.came(loop, link, packet);
    }

    @Override
    public void writabilityChanged(Link link) {
      // So little is said that nothing fills.
    }

    @Override
    public void closed(Link link, LinkClosed cause) {
      // The script opens another.
    }
  }
}
