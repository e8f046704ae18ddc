package io.realtimegateway.api.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// Where the client reached us: the start of every absolute link.
///
/// @param scheme `http` or `https`
/// @param authority host, with the port where it is not the scheme's own
public record PublicUrl(String scheme, String authority) {
  /// Path that all resources stand under.
  public static final String BASE = "/api/v1.0";

  /// The origin, as a browser writes it in `Origin`.
  public String origin() {
    return scheme + "://" + authority;
  }

  /// An address of a resource.
  ///
  /// @param path below the base, with a leading slash
  public String resource(String path) {
    return origin() + BASE + path;
  }

  /// A text as one segment of a path.
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// An address of a resource with query parameters.
  ///
  /// @param parameters name, value, name, value …
  public String resource(String path, String... parameters) {
    StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
    for (int i = 0; i < parameters.length; i += 2) {
      query.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
    }
    return resource(path) + query;
  }
}
