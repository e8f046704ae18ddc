package io.realtimegateway.server;

import io.netty.channel.EventLoop;
import io.realtimegateway.api.ApiResources;
import io.realtimegateway.api.HttpApi;
import io.realtimegateway.api.engine.EngineListener;
import io.realtimegateway.api.health.Health;
import io.realtimegateway.gateway.SocketDocument;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.Peer;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.link.connecting.EngineRoute;
import io.realtimegateway.link.connecting.LoopEngineLinks;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.store.Database;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The REST API of this process: one router and one set of links on each event loop.
final class ApiPart implements AutoCloseable {
  private final HttpApi api;
  private final List<EventLoop> eventLoops;
  private final List<EngineLinks> links = new ArrayList<>();

  ApiPart(
      Basics basics,
      Vertx vertx,
      List<EventLoop> eventLoops,
      Database database,
      EngineRoute engine,
      Supplier<Health.Component> journal,
      Supplier<Health.Component> process) {
    this.eventLoops = eventLoops;
    this.api =
        HttpApi.start(
            vertx,
            new ApiConfiguration(basics.configuration(), basics.secrets()).settings(),
            new ApiResources(
                database,
                basics.loginTokens(),
                basics.tickets(),
                basics.digest(),
                journal,
                process,
                basics.meters()::scrape,
                Optional.of(SocketDocument.yaml()),
                basics.meters(),
                basics.clock(),
                basics.random()));
    LinkEnvironment environment = basics.links("api", eventLoops.getFirst());
    for (int i = 0; i < eventLoops.size(); i++) {
      Peer self = new Peer(Role.API, basics.node(), i);
      links.add(
          new LoopEngineLinks(eventLoops.get(i), self, engine, environment, new EngineListener()));
    }
  }

  void start() {
    for (int i = 0; i < links.size(); i++) {
      eventLoops.get(i).execute(links.get(i)::start);
    }
  }

  List<EngineLinks> links() {
    return List.copyOf(links);
  }

  /// Takes everything but `/ws` on an event loop.
  Handler<HttpServerRequest> router(int loop) {
    return api.router(eventLoops.get(loop), links.get(loop));
  }

  /// Refuses new requests; returns when those that run are answered or the time is over.
  void drain(Duration within) {
    api.drain(within);
  }

  @Override
  public void close() {
    for (int i = 0; i < links.size(); i++) {
      eventLoops.get(i).execute(links.get(i)::close);
    }
    api.close();
  }
}
