package io.realtimegateway.api.health;

import io.realtimegateway.api.edge.Network;
import java.util.List;
import java.util.stream.Stream;

/// Who may read `/metrics`: loopback, and whom the operator allows.
///
/// @param others who may beside loopback
public record MetricsReaders(List<Network> others) {
  private static final List<Network> LOOPBACK =
      List.of(Network.parse("127.0.0.0/8"), Network.parse("::1"));

  public MetricsReaders {
    others = List.copyOf(others);
  }

  /// Whether a request may read them. Behind a proxy that is not trusted every request seems to
  /// come from it, so none of them may.
  ///
  /// @param clientAddress numeric
  /// @param isForwardedByStranger whether a proxy that is not trusted claims to have forwarded the
  ///   request
  public boolean allow(String clientAddress, boolean isForwardedByStranger) {
    return !isForwardedByStranger
        && Stream.concat(LOOPBACK.stream(), others.stream())
            .anyMatch(network -> network.contains(clientAddress));
  }
}
