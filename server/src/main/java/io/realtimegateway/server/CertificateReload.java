package io.realtimegateway.server;

import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.server.configuration.Tls;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.ServerSSLOptions;
import java.security.SecureRandom;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks the certificate files from time to time. New connections get the current certificate;
/// open ones keep theirs. Files that cannot be used are ignored with a warning.
final class CertificateReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);

  /// The start has warned.
  private final SecretFiles secrets = new SecretFiles(new SecureRandom());

  private final Vertx vertx;
  private final Tls tls;
  private final Collection<HttpServer> servers;
  private final long timer;
  private TlsFiles shown;

  /// @param shown what the servers show now
  CertificateReload(Vertx vertx, Tls tls, TlsFiles shown, Collection<HttpServer> servers) {
    this.vertx = vertx;
    this.tls = tls;
    this.shown = shown;
    this.servers = servers;
    this.timer =
        vertx.setPeriodic(
            tls.reloadInterval().toMillis(),
            _ -> {
              var _ = vertx.executeBlocking(this::look, true);
            });
  }

  private synchronized boolean look() {
    TlsFiles found;
    try {
      found = TlsFiles.read(tls, vertx, secrets);
    } catch (StartFailure unusable) {
      LOG.warn("The certificate was not renewed: {}", unusable.getMessage());
      return false;
    }
    if (found.equals(shown)) {
      return false;
    }
    for (HttpServer server : servers) {
      server
          .updateSSLOptions(options(found), true)
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
    shown = found;
    LOG.info("The certificate was renewed");
    return true;
  }

  static ServerSSLOptions options(TlsFiles files) {
    return new ServerSSLOptions().setKeyCertOptions(files.options());
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
