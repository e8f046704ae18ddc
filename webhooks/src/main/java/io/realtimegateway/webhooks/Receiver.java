package io.realtimegateway.webhooks;

import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.webhooks.AttemptResult.Answered;
import io.realtimegateway.webhooks.AttemptResult.Failed;
import io.realtimegateway.webhooks.AttemptResult.Reason;
import io.realtimegateway.webhooks.ReceiverConnections.UnusableNameException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/// The receiver at one URL, with its idle connections. The name is resolved for each connection and
/// the connection goes to the address that was checked, so that the name cannot resolve to another
/// address in between (ADR 8). Redirects are not followed and cookies not kept. A request is sent
/// again only if it went out on an idle connection that the receiver had just closed.
final class Receiver implements AutoCloseable {
  private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(20);
  private static final int LONGEST_BODY = 64 << 10;

  private final URI url;
  private final ScheduledExecutorService alarms;
  private final Duration timeout;
  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;

  /// @param alarms aborts attempts at their deadline
  Receiver(
      URI url,
      OutboundNames names,
      ScheduledExecutorService alarms,
      Duration timeout,
      SSLSocketFactory tls) {
    this.url = url;
    this.alarms = alarms;
    this.timeout = timeout;
    this.connections = ReceiverConnections.of(url, names, timeout, tls);
    RequestConfig usual =
        RequestConfig.custom()
            .setConnectionRequestTimeout(Timeout.of(timeout))
            .setProtocolUpgradeEnabled(false)
            .build();
    this.client =
        HttpClientBuilder.create()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(usual)
            .setKeepAliveStrategy((_, _) -> LONGEST_IDLE)
            .addExecInterceptorBefore(
                ChainElement.MAIN_TRANSPORT.name(), "content", Receiver::addContent)
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableAuthCaching()
            .build();
  }

  /// Sends one request. Blocks until the response or the timeout.
  ///
  /// @param content called once the receiver is connected, on this thread
  AttemptResult post(Supplier<Content> content) throws InterruptedException {
    Attempt first = new Attempt(content, System.nanoTime() + timeout.toNanos());
    AttemptResult answer = send(first);
    if (answer instanceof Answered || !first.isRefusedByIdleConnection()) {
      return answer;
    }
    // The idle connection was closed, which says nothing about the receiver.
    connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
    return send(new Attempt(content, first.deadlineNanos()));
  }

  private AttemptResult send(Attempt attempt) throws InterruptedException {
    HttpPost request = new HttpPost(url);
    Future<?> alarm =
        alarms.schedule(
            () -> attempt.abort(request),
            attempt.deadlineNanos() - System.nanoTime(),
            TimeUnit.NANOSECONDS);
    try {
      return new Answered(attempt.run(() -> status(request)));
    } catch (UnusableNameException unusable) {
      return unusable.failed();
    } catch (IOException failure) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      boolean isLate = attempt.isAborted() || failure instanceof SocketTimeoutException;
      return new Failed(
          isLate ? Reason.TIMEOUT : Reason.UNREACHABLE,
          isLate ? "no response within " + timeout.toSeconds() + " s" : String.valueOf(failure));
    } finally {
      alarm.cancel(false);
    }
  }

  /// The connection can be reused only if the body of the response has an end and was read to it.
  private int status(HttpPost request) throws IOException {
    ClassicHttpResponse answer = client.executeOpen(null, request, null);
    HttpEntity body = answer.getEntity();
    if (body != null && (body.getContentLength() < 0 || body.getContentLength() > LONGEST_BODY)) {
      request.cancel();
    }
    EntityUtils.consumeQuietly(body);
    Closer.closeQuietly(answer);
    return answer.getCode();
  }

  /// Added after connecting, so that the signature's timestamp is as recent as possible.
  private static ClassicHttpResponse addContent(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Content content = Attempt.current().content();
    request.setHeader("Host", request.getAuthority().toString());
    content.headers().forEach(request::addHeader);
    request.setEntity(new ByteArrayEntity(content.body(), null));
    return chain.proceed(request, scope);
  }

  @Override
  public void close() {
    Closer.close(client, CloseMode.IMMEDIATE);
  }
}
