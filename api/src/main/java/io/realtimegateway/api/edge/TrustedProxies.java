package io.realtimegateway.api.edge;

import io.realtimegateway.api.http.PublicUrl;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who the client is and how it reached us. `X-Forwarded-For`, `-Proto` and `-Host` count only from
/// a trusted proxy.
public final class TrustedProxies {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

  private final List<Network> networks;

  public TrustedProxies(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /// The browser's address: the nearest one that no trusted proxy has.
  public String clientAddress(HttpServerRequest request) {
    String address = request.remoteAddress().hostAddress();
    if (address == null || !isTrusted(address)) {
      return address == null ? "" : address;
    }
    List<String> hops =
        request.headers().getAll("X-Forwarded-For").stream()
            .flatMap(header -> List.of(header.split(",", -1)).stream())
            .map(String::strip)
            .toList();
    for (String hop : hops.reversed()) {
      if (Network.bytes(hop) == null) {
        return address;
      }
      address = hop;
      if (!isTrusted(hop)) {
        return address;
      }
    }
    return address;
  }

  /// Whether somebody who is no trusted proxy says that the request was forwarded.
  public boolean isForwardedByStranger(HttpServerRequest request) {
    boolean isForwarded =
        request.headers().contains("X-Forwarded-For") || request.headers().contains("Forwarded");
    String address = request.remoteAddress().hostAddress();
    return isForwarded && (address == null || !isTrusted(address));
  }

  /// The address that the client used; empty where `Host` is missing or names no host.
  public Optional<PublicUrl> url(HttpServerRequest request) {
    String scheme = request.isSSL() ? "https" : "http";
    String authority = request.getHeader("Host");
    String remote = request.remoteAddress().hostAddress();
    if (remote != null && isTrusted(remote)) {
      scheme = "https".equalsIgnoreCase(first(request, "X-Forwarded-Proto")) ? "https" : scheme;
      String forwarded = first(request, "X-Forwarded-Host");
      authority = forwarded == null ? authority : forwarded;
    }
    if (authority == null || !AUTHORITY.matcher(authority).matches()) {
      return Optional.empty();
    }
    String host = withoutOwnPort(scheme, authority.toLowerCase(Locale.ROOT));
    return Optional.of(new PublicUrl(scheme, host));
  }

  private boolean isTrusted(String address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static @Nullable String first(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? null : value.split(",", -1)[0].strip();
  }

  private static String withoutOwnPort(String scheme, String authority) {
    String own = scheme.equals("https") ? ":443" : ":80";
    return authority.endsWith(own)
        ? authority.substring(0, authority.length() - own.length())
        : authority;
  }
}
