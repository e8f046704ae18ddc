package io.realtimegateway.server;

import io.netty.channel.EventLoop;
import io.realtimegateway.gateway.upgrade.WebSocketEndpoint;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Who answers on the one HTTP port: `/ws` is the gateway's, everything else the API's. Without an
/// API, and until the process has started, there are only health and metrics beside.
final class HttpHandlers {
  private static final String SOCKET_PATH = "/ws";

  private final List<EventLoop> eventLoops;
  private final OperationsHandler operations;
  private final RequestEntry entry;
  private final AtomicReferenceArray<@Nullable Handler<HttpServerRequest>> ofLoops;

  HttpHandlers(List<EventLoop> eventLoops, OperationsHandler operations, RequestEntry entry) {
    this.eventLoops = eventLoops;
    this.operations = operations;
    this.entry = entry;
    this.ofLoops = new AtomicReferenceArray<>(eventLoops.size());
  }

  /// The process has started: from now on its parts answer. Blocks until each loop has its handler.
  void serve(@Nullable ApiPart api, @Nullable GatewayPart gateway) {
    CompletableFuture<?>[] ready =
        IntStream.range(0, eventLoops.size())
            .mapToObj(
                loop ->
                    CompletableFuture.runAsync(
                        () -> ofLoops.set(loop, handler(loop, api, gateway)), eventLoops.get(loop)))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ready).join();
  }

  /// The handler of the event loop that calls.
  Handler<HttpServerRequest> onThisLoop() {
    return entry.before(handler());
  }

  private Handler<HttpServerRequest> handler() {
    int loop = eventLoops.indexOf(EventLoops.current());
    return request -> {
      Handler<HttpServerRequest> started = ofLoops.get(loop);
      if (started == null) {
        operations.handle(request, operations::refuseUntilStarted);
      } else {
        started.handle(request);
      }
    };
  }

  private Handler<HttpServerRequest> handler(
      int loop, @Nullable ApiPart api, @Nullable GatewayPart gateway) {
    Handler<HttpServerRequest> rest = api == null ? operations::refuseUnknown : api.router(loop);
    if (gateway == null) {
      return rest;
    }
    WebSocketEndpoint socket = gateway.endpoint(loop);
    Handler<HttpServerRequest> others =
        api == null ? request -> operations.handle(request, socket::handleOther) : rest;
    return request -> {
      if (SOCKET_PATH.equals(request.path())) {
        socket.handle(request);
      } else {
        others.handle(request);
      }
    };
  }
}
