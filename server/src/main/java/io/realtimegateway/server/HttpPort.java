package io.realtimegateway.server;

import io.netty.channel.ChannelPipeline;
import io.realtimegateway.gateway.upgrade.EarlyBytes;
import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.Http;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.BindException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The one HTTP port. Every event loop listens on it and keeps the connections that it accepts.
final class HttpPort implements AutoCloseable {

  private static final long CLOSE_SECONDS = 10;

  private final Vertx vertx;
  private final String deployment;
  private final URI url;
  private final Optional<CertificateReload> reload;

  private HttpPort(Vertx vertx, String deployment, URI url, Optional<CertificateReload> reload) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.url = url;
    this.reload = reload;
  }

  /// @param handlers makes the handler of one loop, on that loop
  /// @param entry dates and names answers that no handler gives
  /// @param secrets reads the key of the certificate
  /// @throws StartFailure where the port is taken
  static HttpPort open(
      Vertx vertx,
      Configuration configuration,
      Supplier<Handler<HttpServerRequest>> handlers,
      RequestEntry entry,
      SecretFiles secrets) {
    Http http = configuration.http();
    Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
    Optional<TlsFiles> files =
        configuration
            .tls()
            .certificate()
            .map(_ -> TlsFiles.read(configuration.tls(), vertx, secrets));
    HttpServerOptions options = options(configuration, files);
    try {
      String deployment =
          vertx
              .deployVerticle(
                  () -> new Listener(options, http, handlers, entry, servers),
                  new DeploymentOptions().setInstances(Server.eventLoops(configuration)))
              .await(30, TimeUnit.SECONDS);
      return new HttpPort(
          vertx,
          deployment,
          url(configuration, servers.element().actualPort()),
          files.map(shown -> new CertificateReload(vertx, configuration.tls(), shown, servers)));
    } catch (Exception e) {
      throw failure(http, e);
    }
  }

  URI url() {
    return url;
  }

  @Override
  public void close() throws TimeoutException {
    reload.ifPresent(CertificateReload::close);
    vertx.undeploy(deployment).await(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  private static HttpServerOptions options(Configuration configuration, Optional<TlsFiles> tls) {
    HttpServerOptions options = plain(configuration);
    // HTTP/1.1 alone: a socket takes its connection over, and the limits are those of its decoder.
    tls.ifPresent(
        files -> options.setSsl(true).setUseAlpn(false).setKeyCertOptions(files.options()));
    return options;
  }

  private static HttpServerOptions plain(Configuration configuration) {
    return new HttpServerOptions()
        .setHost(configuration.http().host())
        .setPort(configuration.http().port())
        // With it every connection closes when its socket is handed over to a pipeline of ours.
        .setHttp2ClearTextEnabled(false)
        // Sockets are taken over before Vert.x would compress anything; its handler for that stays
        // in
        // the pipeline and fails on pipelined requests.
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout((int) configuration.http().idleTimeout().toMillis())
        .setMaxInitialLineLength((int) configuration.limits().url().bytes())
        .setMaxHeaderSize((int) configuration.limits().headers().bytes());
  }

  private static URI url(Configuration configuration, int port) {
    String scheme = configuration.tls().certificate().isPresent() ? "https" : "http";
    return configuration
        .http()
        .publicUrl()
        .orElseGet(() -> URI.create(scheme + "://" + shownHost(configuration) + ":" + port));
  }

  private static String shownHost(Configuration configuration) {
    String host = configuration.http().host();
    return switch (host) {
      case "127.0.0.1", "0.0.0.0", "::", "::1" -> "localhost";
      default -> host.contains(":") ? "[" + host + "]" : host;
    };
  }

  private static StartFailure failure(Http http, Throwable cause) {
    // The native transport has an exception class of its own.
    boolean taken =
        cause instanceof BindException || reason(cause).contains("Address already in use");
    String hint =
        taken ? " Another process listens there: stop it, or choose another port with --port." : "";
    return new StartFailure(
        ExitCode.PORT,
        String.format(
            Locale.ROOT,
            "Cannot listen on %s port %d: %s.%s",
            http.host(),
            http.port(),
            reason(cause),
            hint),
        cause);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.toString() : message;
  }

  /// Listens on one event loop.
  private static final class Listener extends VerticleBase {

    private final HttpServerOptions options;
    private final Http http;
    private final Supplier<Handler<HttpServerRequest>> handlers;
    private final RequestEntry entry;
    private final Queue<HttpServer> servers;

    Listener(
        HttpServerOptions options,
        Http http,
        Supplier<Handler<HttpServerRequest>> handlers,
        RequestEntry entry,
        Queue<HttpServer> servers) {
      this.options = options;
      this.http = http;
      this.handlers = handlers;
      this.entry = entry;
      this.servers = servers;
    }

    @Override
    public Future<HttpServer> start() {
      return vertx
          .createHttpServer(options)
          .connectionHandler(this::watch)
          .invalidRequestHandler(new InvalidRequests(options.isSsl(), entry.ids(), entry.date()))
          .requestHandler(handlers.get())
          .listen()
          .onSuccess(servers::add);
    }

    private void watch(HttpConnection connection) {
      if (connection instanceof HttpServerConnection plain) {
        ChannelPipeline pipeline = plain.channelHandlerContext().pipeline();
        RequestDeadline.watch(pipeline, http.requestTimeout());
        PipelinedRequests.bound(pipeline);
        EarlyBytes.watch(pipeline);
      }
    }
  }
}
