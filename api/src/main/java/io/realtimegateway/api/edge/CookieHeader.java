package io.realtimegateway.api.edge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads cookies as RFC 6265, section 5.4, has browsers send them: one name may come several times,
/// set by other applications of the domain, and a proxy may split them over several headers.
final class CookieHeader {
  private CookieHeader() {}

  /// All values by name, in the order in which they came.
  static Map<String, List<String>> read(List<String> headers) {
    Map<String, List<String>> cookies = new HashMap<>();
    for (String header : headers) {
      for (String pair : header.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          cookies
              .computeIfAbsent(pair.substring(0, equals).strip(), _ -> new ArrayList<>())
              .add(unquoted(pair.substring(equals + 1).strip()));
        }
      }
    }
    return cookies;
  }

  private static String unquoted(String value) {
    boolean isQuoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return isQuoted ? value.substring(1, value.length() - 1) : value;
  }
}
