package io.realtimegateway.security.web;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An origin (RFC 6454) in the form in which origins are compared: lower case, without the scheme's
/// default port. Besides `http` and `https` any scheme has origins, such as `capacitor` and `app`
/// of packaged applications.
///
/// @param scheme such as `https`
/// @param host name, IPv4 address, or IPv6 address in brackets
/// @param port 1..65535, or -1 for the scheme's own
public record WebOrigin(String scheme, String host, int port) {
  private static final int HIGHEST_PORT = 65_535;

  /// Host names of test domains and of compose files may hold underscores, which `URI` refuses.
  private static final Pattern ORIGIN =
      Pattern.compile(
          "([a-z][a-z0-9+.-]{0,30})://([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}])(?::([0-9]{1,5}))?");

  public WebOrigin {
    port = port == defaultPort(scheme) ? -1 : port;
  }

  /// Reads what a browser sends in `Origin`, or a user writes into a configuration; empty for what
  /// is no origin, among it `null` and anything with a path.
  public static Optional<WebOrigin> parse(String text) {
    Matcher matcher = ORIGIN.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = matcher.group(3) == null ? -1 : Integer.parseInt(matcher.group(3));
    if (port == 0 || port > HIGHEST_PORT) {
      return Optional.empty();
    }
    return Optional.of(new WebOrigin(matcher.group(1), matcher.group(2), port));
  }

  /// Host, and the port if it is not the scheme's own, as in a `Host` header.
  public String authority() {
    return port == -1 ? host : host + ":" + port;
  }

  /// As a browser writes it in `Origin`.
  @Override
  public String toString() {
    return scheme + "://" + authority();
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "http" -> 80;
      case "https" -> 443;
      default -> -1;
    };
  }
}
