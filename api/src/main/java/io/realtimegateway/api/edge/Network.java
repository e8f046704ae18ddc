package io.realtimegateway.api.edge;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A range of addresses.
///
/// @param address its lowest address as a number
/// @param size bits of an address, 32 or 128
/// @param bits how many leading bits count
public record Network(BigInteger address, int size, int bits) {

  /// Reads `192.0.2.7`, `10.0.0.0/8` or `2001:db8::/32`.
  ///
  /// @throws IllegalArgumentException with words for the user if it is none of these
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      throw new IllegalArgumentException("is no IP address; write such as 10.1.2.3 or 10.0.0.0/8");
    }
    int size = address.length * 8;
    int bits = slash < 0 ? size : number(text.substring(slash + 1));
    if (bits < 0 || bits > size) {
      throw new IllegalArgumentException("has too long a prefix");
    }
    return new Network(new BigInteger(1, address), size, bits);
  }

  /// Whether a numeric address lies in it; an IPv4 address mapped into IPv6 counts as IPv4.
  public boolean contains(String numeric) {
    byte[] other = bytes(numeric);
    if (other == null || other.length * 8 != size) {
      return false;
    }
    int shift = size - bits;
    return address.shiftRight(shift).equals(new BigInteger(1, other).shiftRight(shift));
  }

  /// The bytes of a numeric address, or null where it is none.
  static byte @Nullable [] bytes(String numeric) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(numeric);
    return bytes != null && bytes.length == 16 && isMapped(bytes)
        ? Arrays.copyOfRange(bytes, 12, 16)
        : bytes;
  }

  private static boolean isMapped(byte[] bytes) {
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return bytes[10] == -1 && bytes[11] == -1;
  }

  private static int number(String text) {
    if (!text.matches("\\d{1,3}")) {
      throw new IllegalArgumentException("is no range; write such as 10.0.0.0/8");
    }
    return Integer.parseInt(text);
  }

  /// As it is read.
  @Override
  public String toString() {
    byte[] bytes = new byte[size / 8];
    byte[] number = address.toByteArray();
    int length = Math.min(number.length, bytes.length); // A leading zero byte is the sign's.
    System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
    String text = NetUtil.bytesToIpAddress(bytes);
    return bits == size ? text : text + "/" + bits;
  }
}
