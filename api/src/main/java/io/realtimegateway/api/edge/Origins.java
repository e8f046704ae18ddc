package io.realtimegateway.api.edge;

import io.realtimegateway.api.http.PublicUrl;
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

  /// Those of the settings, which have been checked.
  public static Origins of(EdgeSettings settings) {
    return new Origins(
        settings.origins().stream()
            .flatMap(origin -> WebOrigin.parse(origin).stream())
            .collect(Collectors.toSet()),
        settings.publicUrl().flatMap(url -> WebOrigin.parse(url.origin())));
  }

  /// Whether CORS applies to anybody at all.
  public boolean areConfigured() {
    return !configured.isEmpty();
  }

  /// Whether an origin gets CORS headers.
  public boolean isConfigured(@Nullable String origin) {
    return parse(origin).filter(configured::contains).isPresent();
  }

  /// Whether a request that changes something may come from this page. Browsers send `Origin` or at
  /// least `Sec-Fetch-Site`; a client that sends neither is no browser, and nobody can make it send
  /// a cookie (ADR 4).
  ///
  /// @param requested the address that the request names
  public boolean mayChange(
      @Nullable String origin, @Nullable String fetchSite, PublicUrl requested) {
    if (origin != null) {
      Optional<WebOrigin> page = parse(origin);
      return page.isPresent()
          && (configured.contains(page.get())
              || page.equals(own)
              || page.equals(parse(requested.origin())));
    }
    return fetchSite == null || !fetchSite.equals("cross-site");
  }

  private static Optional<WebOrigin> parse(@Nullable String origin) {
    return origin == null ? Optional.empty() : WebOrigin.parse(origin);
  }
}
