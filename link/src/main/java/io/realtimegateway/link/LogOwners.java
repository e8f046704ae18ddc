package io.realtimegateway.link;

import io.realtimegateway.protocol.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which slot answers for which log, and under which term.
final class LogOwners {
  private final @Nullable EngineSlot[] owners = new @Nullable EngineSlot[Shards.LOGS];
  private final long[] terms = new long[Shards.LOGS];

  @Nullable EngineSlot of(int log) {
    return owners[log];
  }

  /// The highest term that was heard of.
  long term(int log) {
    return terms[log];
  }

  /// A slot was told what lives behind it: nothing else does, and what a higher term gave away
  /// stays away.
  void take(EngineSlot slot, List<LinkPacket.OwnedLog> logs) {
    release(slot);
    for (LinkPacket.OwnedLog owned : logs) {
      if (owned.term() >= terms[owned.log()]) {
        terms[owned.log()] = owned.term();
        owners[owned.log()] = slot;
      }
    }
  }

  void release(EngineSlot slot) {
    for (int log = 0; log < owners.length; log++) {
      if (owners[log] == slot) {
        owners[log] = null;
      }
    }
  }
}
