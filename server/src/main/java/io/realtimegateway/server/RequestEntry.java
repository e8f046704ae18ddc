package io.realtimegateway.server;

import io.realtimegateway.api.edge.Network;
import io.realtimegateway.api.edge.TrustedProxies;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Handles each request before the API or the gateway: every response gets a `Date`, requests under
/// other host names are refused, and a proxy that is not configured as trusted is logged once.
///
/// @param ids makes request ids
record RequestEntry(
    HostCheck hosts, TrustedProxies proxies, InstantSource clock, Supplier<String> ids) {
  private static final Logger LOG = LoggerFactory.getLogger(RequestEntry.class);
  private static final int MISDIRECTED = 421;
  private static final AtomicBoolean NOTICED = new AtomicBoolean();
  private static final List<Network> LOOPBACK =
      List.of(Network.parse("127.0.0.0/8"), Network.parse("::1"));

  /// The date for the answers of one loop.
  HttpDate date() {
    return new HttpDate(clock);
  }

  /// The handler of one loop, on that loop.
  Handler<HttpServerRequest> before(Handler<HttpServerRequest> next) {
    HttpDate date = date();
    return request -> {
      request.response().putHeader("Date", date.now());
      noticeProxy(request);
      if (hosts.refuses(request)) {
        PlainErrors.answer(
            request,
            MISDIRECTED,
            "This server is not known under the name in Host, so a page of another site may have sent"
                + " the request. Use localhost, or add the name to http.allowed-hosts or"
                + " http.public-url.",
            ids.get(),
            request.isSSL());
      } else {
        next.handle(request);
      }
    };
  }

  private void noticeProxy(HttpServerRequest request) {
    if (!NOTICED.get() && proxies.isForwardedByStranger(request) && isLocal(request)) {
      if (NOTICED.compareAndSet(false, true)) {
        LOG.warn(
            "A proxy on this machine forwards requests, but http.trusted-proxies does not name it:"
                + " all its clients share the limits of one address, and links and cookies do not"
                + " follow the scheme that they use. If it is yours, set"
                + " http.trusted-proxies=127.0.0.1");
      }
    }
  }

  private static boolean isLocal(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    return address != null && LOOPBACK.stream().anyMatch(network -> network.contains(address));
  }
}
