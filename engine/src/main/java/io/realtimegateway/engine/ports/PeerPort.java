package io.realtimegateway.engine.ports;

import io.realtimegateway.store.conversations.Peers;
import java.util.List;

/// Who shares conversations with whom.
public interface PeerPort {
  /// The peers of each of these users, each pair once.
  ///
  /// @param maxMembers conversations with more members do not count
  List<Peers> peers(long[] users, int maxMembers);
}
