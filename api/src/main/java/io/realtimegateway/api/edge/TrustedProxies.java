package io.realtimegateway.api.edge;

import io.realtimegateway.api.http.PublicUrl;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Who the client is and how it reached us. `X-Forwarded-For`, `-Proto` and `-Host`, and RFC 7239's
/// `Forwarded`, count only from a trusted proxy. A proxy that sets one kind hands on what the
/// client sent of the other, so where both are there and differ, neither counts.
public final class TrustedProxies {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

  private final List<Network> networks;

  public TrustedProxies(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /// The browser's address: the nearest one that no trusted proxy has.
  public String clientAddress(HttpServerRequest request) {
    String remote = request.remoteAddress().hostAddress();
    if (remote == null || !isTrusted(remote)) {
      return remote == null ? "" : remote;
    }
    String byX = nearest(remote, xForwardedFor(request));
    List<String> lines = request.headers().getAll("Forwarded");
    if (lines.isEmpty()) {
      return byX;
    }
    String byStandard =
        ForwardedHeader.parse(lines).map(header -> nearest(remote, header.hops())).orElse(remote);
    boolean isAlone = !request.headers().contains("X-Forwarded-For");
    return isAlone || byX.equals(byStandard) ? byStandard : remote;
  }

  private static List<String> xForwardedFor(HttpServerRequest request) {
    return request.headers().getAll("X-Forwarded-For").stream()
        .flatMap(header -> List.of(header.split(",", -1)).stream())
        .map(String::strip)
        .map(ForwardedHeader::address)
        .toList();
  }

  /// The nearest hop that is not a trusted proxy; hops behind one that is no address are ignored.
  private String nearest(String proxy, List<String> hops) {
    String address = proxy;
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

  /// Whether a proxy that is not trusted claims to have forwarded the request.
  public boolean isForwardedByStranger(HttpServerRequest request) {
    boolean isForwarded =
        request.headers().contains("X-Forwarded-For") || request.headers().contains("Forwarded");
    String address = request.remoteAddress().hostAddress();
    return isForwarded && (address == null || !isTrusted(address));
  }

  /// The host that a trusted proxy names beside `Host`; empty if it names none.
  public Optional<String> forwardedHost(HttpServerRequest request) {
    String remote = request.remoteAddress().hostAddress();
    return remote == null || !isTrusted(remote)
        ? Optional.empty()
        : Optional.ofNullable(agreed(request, "X-Forwarded-Host", "host", value -> value));
  }

  /// The address that the client used; empty where `Host` is missing, comes twice or names no host.
  public Optional<PublicUrl> requested(HttpServerRequest request) {
    String scheme = request.isSSL() ? "https" : "http";
    List<String> hosts = request.headers().getAll("Host");
    String authority = hosts.size() == 1 ? hosts.getFirst() : null;
    String remote = request.remoteAddress().hostAddress();
    if (remote != null && isTrusted(remote)) {
      String forwardedScheme =
          agreed(request, "X-Forwarded-Proto", "proto", TrustedProxies::schemeOfPages);
      scheme = "https".equals(forwardedScheme) ? "https" : scheme;
      String forwarded = agreed(request, "X-Forwarded-Host", "host", value -> value);
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

  /// What the one header or the other says; null where none does, or they differ.
  ///
  /// @param meaning applied to each before they are compared
  private static @Nullable String agreed(
      HttpServerRequest request, String header, String parameter, UnaryOperator<String> meaning) {
    String value = request.getHeader(header);
    String byX = value == null ? null : meaning.apply(value.split(",", -1)[0].strip());
    String byStandard =
        ForwardedHeader.parse(request.headers().getAll("Forwarded"))
            .map(forwarded -> forwarded.first(parameter))
            .map(meaning)
            .orElse(null);
    if (byX == null || byStandard == null) {
      return byX == null ? byStandard : byX;
    }
    return byX.equalsIgnoreCase(byStandard) ? byX : null;
  }

  /// Some proxies name the scheme of a socket where a page of `http` or `https` opens one.
  private static String schemeOfPages(String scheme) {
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "wss", "https" -> "https";
      case "ws", "http" -> "http";
      default -> scheme;
    };
  }

  private static String withoutOwnPort(String scheme, String authority) {
    String own = scheme.equals("https") ? ":443" : ":80";
    return authority.endsWith(own)
        ? authority.substring(0, authority.length() - own.length())
        : authority;
  }
}
