package io.realtimegateway.server;

import io.netty.channel.ChannelPipeline;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.Ops;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port for health and metrics of an engine that has no HTTP port. It speaks no TLS.
final class OpsPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpsPort.class);
  private static final long PATIENCE_SECONDS = 10;

  private final HttpServer server;

  private OpsPort(HttpServer server) {
    this.server = server;
  }

  /// @param entry what happens to each request first
  /// @throws StartFailure if the port cannot be listened on
  static OpsPort open(
      Vertx vertx, Configuration configuration, OperationsHandler handler, RequestEntry entry) {
    Ops ops = configuration.ops();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) configuration.http().idleTimeout().toMillis())
            .setMaxInitialLineLength((int) configuration.limits().url().bytes())
            .setMaxHeaderSize((int) configuration.limits().headers().bytes());
    try {
      HttpServer server =
          vertx
              .createHttpServer(options)
              .connectionHandler(
                  connection -> {
                    if (connection instanceof HttpServerConnection plain) {
                      ChannelPipeline pipeline = plain.channelHandlerContext().pipeline();
                      RequestDeadline.watch(pipeline, configuration.http().requestTimeout());
                      PipelinedRequests.bound(pipeline);
                    }
                  })
              .invalidRequestHandler(new InvalidRequests(false, entry.ids(), entry.date()))
              .requestHandler(
                  entry.before(request -> handler.handle(request, handler::refuseUnknown)))
              .listen(ops.port(), ops.host())
              .await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      LOG.info("Health and metrics are on {} port {}", ops.host(), server.actualPort());
      return new OpsPort(server);
    } catch (Exception e) {
      throw new StartFailure(
          ExitCode.PORT,
          String.format(
              Locale.ROOT,
              "Cannot listen for health and metrics on %s port %d: %s. Set ops.port to another"
                  + " port, or to 0 for any free one.",
              ops.host(),
              ops.port(),
              e.getMessage()),
          e);
    }
  }

  @Override
  public void close() throws TimeoutException {
    server.close().await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
