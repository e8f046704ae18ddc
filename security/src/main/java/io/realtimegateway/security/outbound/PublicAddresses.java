package io.realtimegateway.security.outbound;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Which addresses are of the public internet: neither this machine nor a private, shared,
/// link-local, documentation, multicast or reserved network, nor one of IANA's special-purpose
/// networks, nor the address under which Azure's platform answers its machines. An IPv6 address
/// that embeds an IPv4 address is treated as that address.
public final class PublicAddresses {
  private static final byte[][] RESERVED_4 = {
    // 0/8, 10/8, 100.64/10, 127/8, 168.63.129.16 (Azure), 169.254/16, 172.16/12, 192.0.0/24,
    // 192.0.2/24, 192.31.196/24 and 192.175.48/24 (AS112), 192.52.193/24 (AMT), 192.88.99/24,
    // 192.168/16, 198.18/15, 198.51.100/24, 203.0.113/24, 224/3
    {0, 0, 0, 0, 8},
    {10, 0, 0, 0, 8},
    {100, 64, 0, 0, 10},
    {127, 0, 0, 0, 8},
    {(byte) 168, 63, (byte) 129, 16, 32},
    {(byte) 169, (byte) 254, 0, 0, 16},
    {(byte) 172, 16, 0, 0, 12},
    {(byte) 192, 0, 0, 0, 24},
    {(byte) 192, 0, 2, 0, 24},
    {(byte) 192, 31, (byte) 196, 0, 24},
    {(byte) 192, 52, (byte) 193, 0, 24},
    {(byte) 192, 88, 99, 0, 24},
    {(byte) 192, (byte) 168, 0, 0, 16},
    {(byte) 192, (byte) 175, 48, 0, 24},
    {(byte) 198, 18, 0, 0, 15},
    {(byte) 198, 51, 100, 0, 24},
    {(byte) 203, 0, 113, 0, 24},
    {(byte) 224, 0, 0, 0, 3},
  };
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  private PublicAddresses() {}

  /// Whether an address may be connected to.
  public static boolean contains(InetAddress address) {
    return address instanceof Inet4Address
        ? isPublic4(address.getAddress())
        : isPublic6(address.getAddress());
  }

  private static boolean isPublic4(byte[] address) {
    return Arrays.stream(RESERVED_4).noneMatch(network -> isIn(address, network));
  }

  private static boolean isIn(byte[] address, byte[] network) {
    int shift = 32 - network[4];
    return (number(address, 0) >>> shift) == (number(network, 0) >>> shift);
  }

  private static long number(byte[] bytes, int from) {
    long number = 0;
    for (int i = from; i < from + 4; i++) {
      number = number << 8 | Byte.toUnsignedLong(bytes[i]);
    }
    return number;
  }

  /// Only 2000::/3 is given out. Of that, 2001::/23 (Teredo and others), 2001:db8::/32, 2002::/16
  /// (6to4), 2620:4f:8000::/48 (AS112) and 3fff::/20 lead to other networks or to none.
  private static boolean isPublic6(byte[] address) {
    if (startsWith(address, NAT64)) {
      return isPublic4(Arrays.copyOfRange(address, 12, 16));
    }
    long head = number(address, 0);
    return head >>> 29 == 1
        && head >>> 9 != 0x2001_0000L >>> 9
        && head != 0x2001_0db8L
        && head >>> 16 != 0x2002L
        && !(head == 0x2620_004fL && number(address, 4) >>> 16 == 0x8000L)
        && head >>> 12 != 0x3fff_0000L >>> 12;
  }

  private static boolean startsWith(byte[] address, byte[] prefix) {
    return Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
  }

  /// The address that a text is, without a lookup.
  ///
  /// @param literal of IPv4 or, with or without brackets, of IPv6
  /// @throws UnknownHostException where it is a name
  static InetAddress ofLiteral(String literal) throws UnknownHostException {
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException none) {
      UnknownHostException failure = new UnknownHostException("no address");
      failure.initCause(none);
      throw failure;
    }
  }
}
