package io.realtimegateway.server.configuration;

import io.realtimegateway.api.edge.Network;
import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import io.realtimegateway.security.web.WebOrigin;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The one port for REST, WebSocket, page, health and metrics.
///
/// @param host address to listen on; an IPv6 address without brackets
/// @param port 0..65535, 0 is any free one
/// @param publicUrl what browsers use, where it differs from what arrives in `Host`
/// @param allowedHosts names under which this server is reached beside `localhost`, loopback
///   addresses, `host` and the host of `publicUrl`
/// @param trustedProxies whose forwarding headers count
/// @param metricsAllow who may read `/metrics` beside loopback
/// @param requestTimeout for a request to arrive, from its first byte to its last, 1s..5m
/// @param idleTimeout after which a connection without traffic is closed, 1s..1h
public record Http(
    String host,
    int port,
    Optional<URI> publicUrl,
    List<String> allowedHosts,
    List<Network> trustedProxies,
    List<Network> metricsAllow,
    Duration requestTimeout,
    Duration idleTimeout)
    implements Settings {

  private static final Pattern LOOPBACK = Pattern.compile("127(?:\\.\\d{1,3}){3}");

  public Http {
    host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    allowedHosts = List.copyOf(allowedHosts);
    trustedProxies = List.copyOf(trustedProxies);
    metricsAllow = List.copyOf(metricsAllow);
    Range.requireText("http.host", host);
    Range.require("http.port", port, 0, 65_535);
    Range.require(
        "http.request-timeout", requestTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
    Range.require("http.idle-timeout", idleTimeout, Duration.ofSeconds(1), Duration.ofHours(1));
    publicUrl.ifPresent(
        url ->
            Range.that(
                originOf(url).isPresent(),
                "http.public-url",
                "must be such as https://chat.example.com, without a path; is " + url));
    allowedHosts.forEach(
        name ->
            Range.that(
                name.matches("[A-Za-z0-9._-]{1,253}|\\[?[0-9A-Fa-f:.]{2,45}]?"),
                "http.allowed-hosts",
                "must be names or addresses without ports, such as chat.example.com; is " + name));
  }

  public static Http defaults() {
    return new Http(
        "127.0.0.1",
        7000,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Duration.ofSeconds(15),
        Duration.ofSeconds(75));
  }

  /// The origin of `publicUrl`, as a browser writes it.
  public Optional<WebOrigin> publicOrigin() {
    return publicUrl.flatMap(Http::originOf);
  }

  private static Optional<WebOrigin> originOf(URI url) {
    String text = url.toString();
    return WebOrigin.parse(text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
        .filter(origin -> origin.scheme().equals("http") || origin.scheme().equals("https"));
  }

  /// Whether only this machine can reach the port.
  public boolean isLoopback() {
    return host.equalsIgnoreCase("localhost")
        || LOOPBACK.matcher(host).matches()
        || host.equals("::1")
        || host.equals("[::1]");
  }
}
