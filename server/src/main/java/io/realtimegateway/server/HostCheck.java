package io.realtimegateway.server;

import io.realtimegateway.api.edge.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Refuses requests under host names that are not this server's: all of them while dev login is on,
/// otherwise those for the metrics, because nothing else is open without a login.
final class HostCheck {
  private final AllowedHosts hosts;
  private final TrustedProxies proxies;
  private final boolean isDevLoginOn;

  HostCheck(AllowedHosts hosts, TrustedProxies proxies, boolean isDevLoginOn) {
    this.hosts = hosts;
    this.proxies = proxies;
    this.isDevLoginOn = isDevLoginOn;
  }

  /// Whether the request must be refused. `Host` counts, and what a trusted proxy names beside it.
  /// A request without `Host` comes from no browser.
  boolean refuses(HttpServerRequest request) {
    if (!isDevLoginOn && !mayBeMetrics(Objects.requireNonNullElse(request.path(), ""))) {
      return false;
    }
    List<String> given = request.headers().getAll("Host");
    return !given.stream().allMatch(hosts::allows)
        || !proxies.forwardedHost(request).map(hosts::allows).orElse(true);
  }

  /// However the path is encoded.
  private static boolean mayBeMetrics(String path) {
    if (path.endsWith("/metrics")) {
      return true;
    }
    if (path.indexOf('%') < 0) {
      return path.contains("/metrics/");
    }
    try {
      String decoded = URLDecoder.decode(path, StandardCharsets.UTF_8);
      return (decoded + "/").contains("/metrics/");
    } catch (IllegalArgumentException _) {
      return true;
    }
  }
}
