package io.realtimegateway.server.configuration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The one port for REST, WebSocket, page, health and metrics.
///
/// @param host address to listen on
/// @param port 0..65535, 0 is any free one
/// @param publicUrl what browsers use, where it differs from what arrives in `Host`
/// @param trustedProxies whose forwarding headers count
/// @param metricsAllow who may read `/metrics` beside loopback
/// @param requestTimeout for a request to arrive, from its first byte to its last, 1s..5m
/// @param idleTimeout after which a connection without traffic is closed, 1s..1h
public record Http(
    String host,
    int port,
    Optional<URI> publicUrl,
    List<AddressRange> trustedProxies,
    List<AddressRange> metricsAllow,
    Duration requestTimeout,
    Duration idleTimeout)
    implements Group {

  public Http {
    trustedProxies = List.copyOf(trustedProxies);
    metricsAllow = List.copyOf(metricsAllow);
    Require.notBlank("http.host", host);
    Require.within("http.port", port, 0, 65_535);
    Require.within(
        "http.request-timeout", requestTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
    Require.within("http.idle-timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
    publicUrl.ifPresent(
        url ->
            Require.that(
                isWeb(url),
                "http.public-url",
                "must be such as https://chat.example.com, is " + url));
  }

  public static Http defaults() {
    return new Http(
        "127.0.0.1",
        7000,
        Optional.empty(),
        List.of(),
        List.of(),
        Duration.ofSeconds(15),
        Duration.ofSeconds(75));
  }

  static boolean isWeb(URI url) {
    return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        && url.getHost() != null
        && url.getRawUserInfo() == null;
  }
}
