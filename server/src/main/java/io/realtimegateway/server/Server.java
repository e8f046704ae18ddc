package io.realtimegateway.server;

import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.Role;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parts of one process, wired by hand. They start in the order in which they need each other
/// and stop in the opposite one.
final class Server implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// A part that was started.
  private record Started(String name, AutoCloseable part) {}

  private final Deque<Started> started = new ArrayDeque<>();
  private @Nullable HttpPort httpPort;

  private Server() {}

  /// @throws StartFailure where a part cannot start for a reason that the user can mend
  static Server start(Configuration configuration) {
    Server server = new Server();
    try {
      server.startParts(configuration);
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /// Where browsers find it; empty without gateway and API.
  Optional<URI> url() {
    return Optional.ofNullable(httpPort).map(HttpPort::url);
  }

  private void startParts(Configuration configuration) {
    if (configuration.has(Role.ENGINE)) {
      keep("data folder", DataFolder.take(configuration.data()));
    }
    Vertx vertx = vertx(configuration);
    keep("event loops", () -> vertx.close().await(10, TimeUnit.SECONDS));
    if (configuration.has(Role.GATEWAY) || configuration.has(Role.API)) {
      httpPort =
          keep(
              "HTTP port",
              HttpPort.open(
                  vertx,
                  configuration,
                  () -> request -> request.response().setStatusCode(404).end()));
    }
  }

  private <P extends AutoCloseable> P keep(String name, P part) {
    started.push(new Started(name, part));
    return part;
  }

  static int eventLoops(Configuration configuration) {
    return configuration
        .threads()
        .eventLoops()
        .orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  private static Vertx vertx(Configuration configuration) {
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventLoopPoolSize(eventLoops(configuration))
                .setPreferNativeTransport(true))
        .build();
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      Started last = started.pop();
      try {
        last.part.close();
      } catch (Exception e) {
        LOG.warn("The {} did not stop cleanly", last.name, e);
      }
    }
  }
}
