package io.realtimegateway.server.configuration;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The one port for REST, WebSocket, page, health and metrics.
///
/// @param host address to listen on
/// @param port 0..65535, 0 is any free one
/// @param publicUrl what browsers use, where it differs from what arrives in `Host`
/// @param trustedProxies whose forwarding headers count
/// @param metricsAllow who may read `/metrics` beside loopback
public record Http(
    String host,
    int port,
    Optional<URI> publicUrl,
    List<AddressRange> trustedProxies,
    List<AddressRange> metricsAllow)
    implements Group {

  public Http {
    trustedProxies = List.copyOf(trustedProxies);
    metricsAllow = List.copyOf(metricsAllow);
    Require.notBlank("http.host", host);
    Require.within("http.port", port, 0, 65_535);
    publicUrl.ifPresent(
        url ->
            Require.that(
                isWeb(url),
                "http.public-url",
                "must be such as https://chat.example.com, is " + url));
  }

  public static Http defaults() {
    return new Http("127.0.0.1", 7000, Optional.empty(), List.of(), List.of());
  }

  static boolean isWeb(URI url) {
    return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
        && url.getHost() != null
        && url.getRawUserInfo() == null;
  }
}
