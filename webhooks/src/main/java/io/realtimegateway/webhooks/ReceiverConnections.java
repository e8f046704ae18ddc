package io.realtimegateway.webhooks;

import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.security.outbound.OutboundNames.ForbiddenAddressException;
import io.realtimegateway.webhooks.AttemptResult.Failed;
import io.realtimegateway.webhooks.AttemptResult.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.util.Timeout;

/// Connections to a receiver: to checked addresses, with checked certificates, for responses of
/// bounded size.
final class ReceiverConnections implements DnsResolver {
  private final URI url;
  private final OutboundNames names;

  /// The name does not resolve, or resolves to an address that the configuration forbids.
  static final class UnusableNameException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    private UnusableNameException(Reason reason, String detail) {
      super(detail);
      this.reason = reason;
    }

    Failed failed() {
      return new Failed(reason, String.valueOf(getMessage()));
    }
  }

  private ReceiverConnections(URI url, OutboundNames names) {
    this.url = url;
    this.names = names;
  }

  static PoolingHttpClientConnectionManager of(
      URI url, OutboundNames names, Duration timeout, SSLSocketFactory tls) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(new ReceiverConnections(url, names))
        .setTlsSocketStrategy((socket, _, port, _, _) -> encrypted(socket, url, port, tls))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .responseParserFactory(_ -> new ResponseParser())
                .incomingContentLengthStrategy(ReceiverConnections::length)
                .build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(timeout))
                .setSocketTimeout(Timeout.of(timeout))
                .build())
        .setMaxConnTotal(WebhookSettings.PARALLEL)
        .setMaxConnPerRoute(WebhookSettings.PARALLEL)
        .build();
  }

  private static SSLSocket encrypted(Socket plain, URI url, int port, SSLSocketFactory tls)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, url.getHost(), port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    Attempt attempt = Attempt.current();
    attempt.connects();
    String name = url.getHost();
    try {
      return names.resolve(name, attempt.left()).toArray(InetAddress[]::new);
    } catch (ForbiddenAddressException forbidden) {
      throw new UnusableNameException(
          Reason.FORBIDDEN_ADDRESS, String.valueOf(forbidden.getMessage()));
    } catch (UnknownHostException _) {
      throw new UnusableNameException(Reason.UNREACHABLE, "the name " + name + " does not resolve");
    } catch (TimeoutException _) {
      throw new UnusableNameException(
          Reason.TIMEOUT, "the name " + name + " was not resolved in time");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnknownHostException(name);
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  /// With an invalid `Content-Length` the end of the body is unknown; the status counts all the
  /// same.
  private static long length(HttpMessage answer) {
    Header length = answer.getLastHeader("Content-Length");
    return length == null
            || answer.containsHeader("Transfer-Encoding")
            || !length.getValue().matches("[0-9]{1,10}")
        ? ContentLengthStrategy.UNDEFINED
        : Long.parseLong(length.getValue());
  }
}
