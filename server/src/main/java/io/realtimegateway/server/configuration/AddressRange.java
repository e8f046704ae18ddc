package io.realtimegateway.server.configuration;

import java.net.InetAddress;
import java.util.Arrays;

/// One address or a range of them, such as `10.0.0.0/8`.
///
/// @param network address of the range
/// @param prefix number of leading bits that count
public record AddressRange(InetAddress network, int prefix) {

  public AddressRange {
    if (prefix < 0 || prefix > network.getAddress().length * 8) {
      throw new IllegalArgumentException("has too long a prefix");
    }
  }

  /// @throws IllegalArgumentException with words for the user
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String prefix = slash < 0 ? "" : text.substring(slash + 1);
    if (slash >= 0 && !prefix.matches("\\d{1,3}")) {
      throw new IllegalArgumentException("is no range; write such as 10.0.0.0/8");
    }
    InetAddress network = address(slash < 0 ? text : text.substring(0, slash));
    return new AddressRange(
        network, slash < 0 ? network.getAddress().length * 8 : Integer.parseInt(prefix));
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("is no IP address; write such as 10.1.2.3 or 10.0.0.0/8");
    }
  }

  public boolean contains(InetAddress address) {
    byte[] own = network.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    int whole = prefix / 8;
    if (!Arrays.equals(own, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = prefix % 8;
    return rest == 0 || (own[whole] ^ other[whole]) >> (8 - rest) == 0;
  }

  @Override
  public String toString() {
    boolean single = prefix == network.getAddress().length * 8;
    return network.getHostAddress() + (single ? "" : "/" + prefix);
  }
}
