package io.realtimegateway.server;

import io.netty.channel.EventLoop;
import io.realtimegateway.gateway.WebSocketEndpoint;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Objects;
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
    if (gateway == null) {
      return Objects.requireNonNull(api, "without gateway and API there is no port").router(loop);
    }
    WebSocketEndpoint socket = gateway.endpoint(loop);
    Handler<HttpServerRequest> rest = api == null ? socket::handleOther : api.router(loop);
    return request -> {
      if (SOCKET_PATH.equals(request.path())) {
        socket.handle(request);
      } else {
        rest.handle(request);
      }
    };
  }
}
