package io.realtimegateway.model;

/// An address such as `engine.internal:7001` or `[::1]:7001`.
///
/// @param port 1..65535
public record HostAndPort(String host, int port) {

  public HostAndPort {
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("is no address; write HOST:PORT with a port of 1..65535");
    }
  }

  /// Reads an address as users write it.
  ///
  /// @throws IllegalArgumentException with words for the user
  public static HostAndPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String digits = text.substring(colon + 1);
    boolean isPort = colon > 0 && digits.matches("\\d{1,5}");
    return new HostAndPort(
        isPort ? withoutBrackets(text.substring(0, colon)) : "",
        isPort ? Integer.parseInt(digits) : 0);
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
