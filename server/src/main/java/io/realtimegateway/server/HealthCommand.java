package io.realtimegateway.server;

import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.ProcessRole;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// `health`: asks the server that runs with the same configuration on this machine, wherever its
/// port is and whether or not it speaks TLS. For the health check of a container.
final class HealthCommand {
  private static final String PATH = "/health/live";
  private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(4).toMillis();
  private static final int STATUS_LINE = 64;

  private final Configuration configuration;
  private final PrintStream out;
  private final PrintStream err;

  HealthCommand(Configuration configuration, PrintStream out, PrintStream err) {
    this.configuration = configuration;
    this.out = out;
    this.err = err;
  }

  ExitCode run() {
    InetSocketAddress address = address();
    if (address.getPort() == 0) {
      throw new StartFailure(
          ExitCode.CONFIGURATION,
          "The port is 0, any free one, so it is not known where the server listens: configure a"
              + " port.");
    }
    try {
      String status = status(address);
      if (status.startsWith("HTTP/1.1 200 ")) {
        out.println("The server lives.");
        return ExitCode.DONE;
      }
      err.printf(Locale.ROOT, "The server at %s answers %s to %s.%n", address, status, PATH);
    } catch (IOException | GeneralSecurityException failure) {
      err.printf(Locale.ROOT, "No answer from %s: %s%n", address, failure.getMessage());
    }
    return ExitCode.FAILED;
  }

  private InetSocketAddress address() {
    return hasHttp()
        ? new InetSocketAddress(reachable(configuration.http().host()), configuration.http().port())
        : new InetSocketAddress(reachable(configuration.ops().host()), configuration.ops().port());
  }

  private boolean hasHttp() {
    return configuration.has(ProcessRole.GATEWAY) || configuration.has(ProcessRole.API);
  }

  /// What listens on all addresses of this machine listens on loopback.
  private static String reachable(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::", "[::]" -> "::1";
      default -> host;
    };
  }

  private String status(InetSocketAddress address) throws IOException, GeneralSecurityException {
    try (Socket connection = new Socket()) {
      connection.connect(address, PATIENCE_MILLIS);
      connection.setSoTimeout(PATIENCE_MILLIS);
      if (!hasHttp() || configuration.tls().certificate().isEmpty()) {
        return ask(connection);
      }
      try (Socket secured =
          trusting()
              .getSocketFactory()
              .createSocket(connection, "localhost", address.getPort(), true)) {
        return ask(secured);
      }
    }
  }

  private static String ask(Socket connection) throws IOException {
    String request = "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String begin =
        new String(
            connection.getInputStream().readNBytes(STATUS_LINE), StandardCharsets.ISO_8859_1);
    int end = begin.indexOf('\r');
    return end < 0 ? begin : begin.substring(0, end);
  }

  /// The certificate names the public host and not this machine; nothing secret is said.
  private static SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Everything()}, null);
    return context;
  }

  private static final class Everything implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, @Nullable String type) {
      throw new UnsupportedOperationException("there are no clients here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, @Nullable String type) {
      // Any will do.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
