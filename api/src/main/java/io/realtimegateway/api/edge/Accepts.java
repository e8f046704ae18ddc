package io.realtimegateway.api.edge;

import java.util.List;
import java.util.Locale;

/// Whether a client takes JSON, from its `Accept` header.
final class Accepts {
  private Accepts() {}

  /// The most special range that covers JSON decides; a quality of 0 refuses.
  ///
  /// @param headers as many as came: they are one list
  static boolean json(List<String> headers) {
    String accept = String.join(",", headers);
    if (accept.isBlank()) {
      return true;
    }
    for (String wanted : List.of("application/json", "application/*", "*/*")) {
      for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
        String[] parts = range.split(";", -1);
        if (parts[0].strip().equals(wanted)) {
          return !hasQualityZero(parts);
        }
      }
    }
    return false;
  }

  /// Whether a client would rather have a page: it names `text/html`, and JSON not at all or with a
  /// lower quality.
  static boolean prefersPage(List<String> headers) {
    String accept = String.join(",", headers).toLowerCase(Locale.ROOT);
    return quality(accept, "text/html") > quality(accept, "application/json");
  }

  /// 0 if it is not named.
  private static double quality(String accept, String type) {
    for (String range : accept.split(",", -1)) {
      String[] parts = range.split(";", -1);
      if (parts[0].strip().equals(type)) {
        return hasQualityZero(parts) ? 0 : quality(parts);
      }
    }
    return 0;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.matches("q=[01](?:\\.[0-9]{0,3})?")) {
        return Double.parseDouble(part.substring(2));
      }
    }
    return 1;
  }

  private static boolean hasQualityZero(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].strip().matches("q\\s*=\\s*0(?:\\.0*)?")) {
        return true;
      }
    }
    return false;
  }
}
