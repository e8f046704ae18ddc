package io.realtimegateway.edge.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/// Headers of every response: it is not cached, framed or interpreted as another type.
public final class SecurityHeaders {
  /// For a response that is no page.
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

  private SecurityHeaders() {}

  /// Adds those of an answer that is no page.
  ///
  /// @param isSecure whether the client came by TLS
  public static void put(MultiMap headers, boolean isSecure) {
    put(headers, NOTHING, isSecure);
  }

  /// Adds them.
  ///
  /// @param policy what the page may load
  /// @param isSecure whether the client came by TLS
  public static void put(MultiMap headers, String policy, boolean isSecure) {
    headers
        .set(HttpHeaders.CACHE_CONTROL, "no-store")
        .set("Content-Security-Policy", policy)
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
