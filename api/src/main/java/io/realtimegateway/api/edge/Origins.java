package io.realtimegateway.api.edge;

import io.realtimegateway.api.http.PublicUrl;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whose pages may call: our own, and those of configured origins.
///
/// @param configured as browsers write them in `Origin`: scheme, host and port
public record Origins(Set<String> configured) {
  public Origins {
    configured = Set.copyOf(configured);
  }

  /// Whether CORS applies to anybody at all.
  public boolean areConfigured() {
    return !configured.isEmpty();
  }

  /// Whether an origin gets CORS headers.
  public boolean isConfigured(@Nullable String origin) {
    return origin != null && configured.contains(origin);
  }

  /// Whether a request that changes something may come from this page. Browsers send `Origin` or at
  /// least `Sec-Fetch-Site`; a client that sends neither is no browser, and nobody can make it send
  /// a cookie (ADR 4).
  public boolean mayChange(@Nullable String origin, @Nullable String fetchSite, PublicUrl url) {
    if (origin != null) {
      return isConfigured(origin) || origin.equals(url.origin());
    }
    return fetchSite == null || !fetchSite.equals("cross-site");
  }
}
