package io.realtimegateway.engine.session;

import io.realtimegateway.engine.loop.LoopAddress;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sessions of one shard's users by gateway loop, so that the loss or return of a gateway loop
/// costs nothing for the sessions of others.
final class SessionsByLoop {
  private final Map<LoopAddress, Set<SessionAddress>> loops = new HashMap<>();

  void add(SessionAddress address) {
    loops.computeIfAbsent(LoopAddress.of(address), _ -> new LinkedHashSet<>()).add(address);
  }

  void remove(SessionAddress address) {
    loops.computeIfPresent(LoopAddress.of(address), (_, all) -> without(all, address));
  }

  private static @Nullable Set<SessionAddress> without(
      Set<SessionAddress> all, SessionAddress gone) {
    all.remove(gone);
    return all.isEmpty() ? null : all;
  }

  /// A copy.
  List<SessionAddress> at(LoopAddress loop) {
    return List.copyOf(loops.getOrDefault(loop, Set.of()));
  }
}
