package io.realtimegateway.link.connecting;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which slot leads to the owner of each log, and under which term.
///
/// If an engine has lost its store, terms are seconds of its clock, and a clock that was set back
/// makes them smaller. So terms are compared only with those of another process that is linked at
/// the moment.
final class LogOwners {
  private final @Nullable EngineSlot[] owners = new @Nullable EngineSlot[Shards.LOGS];
  private final long[] terms = new long[Shards.LOGS];

  /// The process that announced each term.
  private final long[] nodes = new long[Shards.LOGS];

  private final Map<EngineSlot, Long> welcomedBy = new HashMap<>();

  @Nullable EngineSlot of(int log) {
    return owners[log];
  }

  /// The term of the newest owner.
  long term(int log) {
    return terms[log];
  }

  /// Replaces the logs of a slot by those that its engine loop announced.
  ///
  /// @param node random number of the engine's process
  /// @return false, and nothing changes, if a process with a higher term is linked: this one is an
  ///   earlier owner
  boolean take(EngineSlot slot, long node, List<LinkPacket.OwnedLog> logs) {
    for (LinkPacket.OwnedLog owned : logs) {
      long highest = nodes[owned.log()];
      if (owned.term() < terms[owned.log()] && highest != node && isLinked(highest, slot)) {
        return false;
      }
    }
    release(slot);
    welcomedBy.put(slot, node);
    for (LinkPacket.OwnedLog owned : logs) {
      terms[owned.log()] = owned.term();
      nodes[owned.log()] = node;
      owners[owned.log()] = slot;
    }
    return true;
  }

  /// Whether another slot is linked to this process.
  private boolean isLinked(long node, EngineSlot except) {
    for (Map.Entry<EngineSlot, Long> welcomed : welcomedBy.entrySet()) {
      EngineSlot slot = welcomed.getKey();
      if (slot != except && welcomed.getValue() == node && slot.isWelcomed()) {
        return true;
      }
    }
    return false;
  }

  void release(EngineSlot slot) {
    welcomedBy.remove(slot);
    for (int log = 0; log < owners.length; log++) {
      if (owners[log] == slot) {
        owners[log] = null;
      }
    }
  }
}
