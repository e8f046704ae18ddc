package io.realtimegateway.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/// What every answer that is not the API's own carries too: nothing of it is a page, and nobody
/// keeps it.
public final class SecurityHeaders {
  private SecurityHeaders() {}

  /// Adds them.
  ///
  /// @param isSecure whether the client came by TLS
  public static void put(MultiMap headers, boolean isSecure) {
    headers
        .set(HttpHeaders.CACHE_CONTROL, "no-store")
        .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .set("X-Content-Type-Options", "nosniff")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer")
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set("Cross-Origin-Opener-Policy", "same-origin");
    if (isSecure) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
