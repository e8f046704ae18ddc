package io.realtimegateway.security.web;

import java.net.Inet4Address;
import java.net.InetAddress;

/// The key under which the limits of a client address are counted. A client with an IPv6 address
/// usually has its whole /64 network, so all addresses of a /64 share a key.
public final class AddressKey {
  private static final int PREFIX_BYTES = 8;

  private AddressKey() {}

  /// The key of a numeric address: an IPv4 address itself, also if it is mapped into IPv6; of an
  /// IPv6 address its /64 network; any other text itself.
  ///
  /// @param address such as `192.0.2.7` or `2001:db8::7`, with or without a zone
  public static String of(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    int zone = address.indexOf('%');
    InetAddress parsed;
    try {
      parsed = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
    } catch (IllegalArgumentException _) {
      return address;
    }
    if (parsed instanceof Inet4Address) {
      return parsed.getHostAddress();
    }
    byte[] bytes = parsed.getAddress();
    StringBuilder key = new StringBuilder();
    for (int at = 0; at < PREFIX_BYTES; at += 2) {
      key.append(Integer.toHexString((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF))).append(':');
    }
    return key.append(":/64").toString();
  }
}
