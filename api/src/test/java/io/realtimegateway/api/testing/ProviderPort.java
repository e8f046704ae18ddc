package io.realtimegateway.api.testing;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.OAuth2HttpServer;
import no.nav.security.mock.oauth2.http.Ssl;
import okhttp3.HttpUrl;

/// The provider's port. Counts who fetches its keys, and never says that a token has expired
/// already, so that it is the token itself that shows it.
final class ProviderPort implements OAuth2HttpServer {
  private final NettyWrapper netty = new NettyWrapper();
  private final AtomicInteger keyFetches = new AtomicInteger();

  int keyFetches() {
    return keyFetches.get();
  }

  @Override
  public OAuth2HttpServer start(
      InetAddress address,
      int port,
      Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
    netty.start(address, port, request -> answer(request, handler));
    return this;
  }

  @Override
  public OAuth2HttpServer start(
      int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
    return start(InetAddress.getLoopbackAddress(), port, handler);
  }

  @Override
  public OAuth2HttpServer start(Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
    return start(0, handler);
  }

  private OAuth2HttpResponse answer(
      OAuth2HttpRequest request, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
    if (request.getUrl().encodedPath().endsWith("/jwks")) {
      keyFetches.incrementAndGet();
    }
    OAuth2HttpResponse answer = handler.invoke(request);
    String body = answer.getBody();
    return body == null
        ? answer
        : answer.copy(
            answer.getHeaders(),
            answer.getStatus(),
            body.replaceFirst("(\"expires_in\"\\s*:\\s*)-[0-9]+", "$1300"),
            answer.getBytesBody());
  }

  @Override
  public OAuth2HttpServer stop() {
    netty.stop();
    return this;
  }

  @Override
  public void close() {
    stop();
  }

  @Override
  public int port() {
    return netty.port();
  }

  @Override
  public HttpUrl url(String path) {
    return netty.url(path);
  }

  @Override
  public Ssl sslConfig() {
    return netty.sslConfig();
  }
}
