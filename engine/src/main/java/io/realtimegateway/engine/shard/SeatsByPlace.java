package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.packet.ShardPacket.Seat;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which sessions of one shard's users each gateway loop has, so that the end or the return of a
/// gateway loop costs nothing for the sessions of all others.
final class SeatsByPlace {
  private final Map<Place, Set<Seat>> places = new HashMap<>();

  void add(Seat seat) {
    places.computeIfAbsent(Place.of(seat), _ -> new LinkedHashSet<>()).add(seat);
  }

  void remove(Seat seat) {
    places.computeIfPresent(Place.of(seat), (_, all) -> without(all, seat));
  }

  private static @Nullable Set<Seat> without(Set<Seat> all, Seat gone) {
    all.remove(gone);
    return all.isEmpty() ? null : all;
  }

  /// A copy.
  List<Seat> at(Place place) {
    return List.copyOf(places.getOrDefault(place, Set.of()));
  }
}
