package io.realtimegateway.server;

import io.netty.channel.EventLoop;
import io.realtimegateway.gateway.WebSocketEndpoint;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who answers on the one HTTP port: `/ws` is the gateway's, everything else the API's.
final class HttpHandlers {
  private static final String SOCKET_PATH = "/ws";

  private final List<EventLoop> eventLoops;
  private final @Nullable ApiPart api;
  private final @Nullable GatewayPart gateway;

  HttpHandlers(List<EventLoop> eventLoops, @Nullable ApiPart api, @Nullable GatewayPart gateway) {
    this.eventLoops = eventLoops;
    this.api = api;
    this.gateway = gateway;
  }

  /// The handler of the event loop that calls.
  Handler<HttpServerRequest> onThisLoop() {
    int loop = eventLoops.indexOf(EventLoops.current());
    Handler<HttpServerRequest> rest =
        api == null ? request -> request.response().setStatusCode(404).end() : api.router(loop);
    if (gateway == null) {
      return rest;
    }
    WebSocketEndpoint socket = gateway.endpoint(loop);
    return request -> {
      if (SOCKET_PATH.equals(request.path())) {
        socket.handle(request);
      } else {
        rest.handle(request);
      }
    };
  }
}
