package io.realtimegateway.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Compares origins (RFC 6454): scheme, host and port, a default port left out.
final class Origins {
  private Origins() {}

  /// The form in which origins are compared.
  ///
  /// @throws IllegalArgumentException for what is no origin
  static String normal(String origin) {
    String normal = normalOrNull(origin);
    if (normal == null) {
      throw new IllegalArgumentException(
          "an origin must be scheme://host or scheme://host:port, not " + origin);
    }
    return normal;
  }

  /// As `normal`, or null for what is no origin.
  static @Nullable String normalOrNull(String origin) {
    try {
      URI uri = new URI(origin.toLowerCase(Locale.ROOT));
      String scheme = uri.getScheme();
      String host = uri.getHost();
      boolean hasMore =
          uri.getRawQuery() != null
              || uri.getRawFragment() != null
              || uri.getRawUserInfo() != null
              || (uri.getRawPath() != null && uri.getRawPath().length() > 1);
      if (scheme == null || host == null || hasMore) {
        return null;
      }
      int port = uri.getPort();
      boolean isDefault = port == -1 || port == defaultPort(scheme);
      return scheme + "://" + host + (isDefault ? "" : ":" + port);
    } catch (URISyntaxException _) {
      return null;
    }
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http" -> 80;
      case "https" -> 443;
      default -> -1;
    };
  }
}
