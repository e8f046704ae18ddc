package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which sessions of one shard's users each gateway loop has, so that the end or the return of a
/// gateway loop costs nothing for the sessions of all others.
final class SessionsByLoop {
  private final Map<Place, Set<SessionAddress>> places = new HashMap<>();

  void add(SessionAddress address) {
    places.computeIfAbsent(Place.of(address), _ -> new LinkedHashSet<>()).add(address);
  }

  void remove(SessionAddress address) {
    places.computeIfPresent(Place.of(address), (_, all) -> without(all, address));
  }

  private static @Nullable Set<SessionAddress> without(
      Set<SessionAddress> all, SessionAddress gone) {
    all.remove(gone);
    return all.isEmpty() ? null : all;
  }

  /// A copy.
  List<SessionAddress> at(Place place) {
    return List.copyOf(places.getOrDefault(place, Set.of()));
  }
}
