package io.realtimegateway.api.oidc;

import java.net.URI;
import java.util.Set;

/// Addresses that secrets and keys are fetched from.
public final class WebAddress {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private WebAddress() {}

  /// Refuses an address whose traffic is not protected on the way.
  ///
  /// @param key what the user calls it, for the message
  /// @throws IllegalArgumentException if it is neither https nor http on this machine
  public static void require(String key, URI address) {
    if (!isSafe(address)) {
      throw new IllegalArgumentException(
          key + " must be an https address (http on this machine alone)");
    }
  }

  /// Whether it is https, or http on this machine.
  static boolean isSafe(URI address) {
    String host = address.getHost();
    return host != null
        && address.getRawUserInfo() == null
        && ("https".equals(address.getScheme())
            || ("http".equals(address.getScheme()) && THIS_MACHINE.contains(host)));
  }
}
