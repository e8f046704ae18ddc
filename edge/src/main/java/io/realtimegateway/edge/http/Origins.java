package io.realtimegateway.edge.http;

import io.realtimegateway.security.web.WebOrigin;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whose pages may call: our own, and those of configured origins.
///
/// @param configured other origins
/// @param own the public URL's, also if no proxy hands it on in `Host`
public record Origins(Set<WebOrigin> configured, Optional<WebOrigin> own) {
  public Origins {
    configured = Set.copyOf(configured);
  }

  /// Reads origins as browsers and configurations write them.
  ///
  /// @throws IllegalArgumentException if one is none
  public static Origins of(Set<String> configured, Optional<String> own) {
    return new Origins(
        configured.stream().map(Origins::required).collect(Collectors.toSet()),
        own.flatMap(WebOrigin::parse));
  }

  private static WebOrigin required(String text) {
    return WebOrigin.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "origins must be scheme, host and port as in https://chat.example.org, not "
                        + text));
  }

  /// Whether any page of another origin may call.
  public boolean areConfigured() {
    return !configured.isEmpty();
  }

  /// Whether an origin gets CORS headers.
  public boolean isConfigured(@Nullable String origin) {
    return parse(origin).filter(configured::contains).isPresent();
  }

  /// Whether a page may use what needs credentials.
  ///
  /// @param origin of the page, as it was sent
  /// @param requested the origin that the request names by its address
  public boolean allows(String origin, String requested) {
    Optional<WebOrigin> page = parse(origin);
    return page.isPresent()
        && (configured.contains(page.get()) || page.equals(own) || page.equals(parse(requested)));
  }

  /// Whether a request that changes something may come from this page. Browsers send `Origin` or at
  /// least `Sec-Fetch-Site`; a client that sends neither is no browser, and a page cannot make it
  /// send a cookie (ADR 4).
  ///
  /// @param requested as of `allows`
  public boolean mayChange(@Nullable String origin, @Nullable String fetchSite, String requested) {
    return origin != null
        ? allows(origin, requested)
        : fetchSite == null || !fetchSite.equals("cross-site");
  }

  private static Optional<WebOrigin> parse(@Nullable String origin) {
    return origin == null ? Optional.empty() : WebOrigin.parse(origin);
  }
}
