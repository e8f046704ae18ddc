package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Read markers of one conversation on their way to other sessions: at once, then at most once a
/// second per member, and the latest always.
final class ReadMarkers {
  private static final long PACE_NANOS = 1_000_000_000L;

  private final Teller teller;
  private final Map<Long, Marker> markers = new HashMap<>();

  /// Tells a marker to the reader's other sessions and, in small conversations, to the other
  /// members.
  interface Teller {
    void tell(long user, long seq, @Nullable SessionAddress except);
  }

  ReadMarkers(Teller teller) {
    this.teller = teller;
  }

  private static final class Marker {
    long seq;
    @Nullable SessionAddress mover;
    long toldSeq;
    long toldAt;
  }

  /// A member has read further.
  ///
  /// @param mover the session that said so, or null where it was none
  void moved(long user, long seq, @Nullable SessionAddress mover, long now) {
    Marker marker = markers.get(user);
    if (marker == null) {
      marker = new Marker();
      marker.toldAt = now - PACE_NANOS;
      markers.put(user, marker);
    }
    marker.seq = seq;
    marker.mover = mover;
    tellWhenDue(user, marker, now);
  }

  /// Who is no member any more has no marker.
  void removed(long user) {
    markers.remove(user);
  }

  boolean isEmpty() {
    return markers.isEmpty();
  }

  void tick(long now) {
    for (Iterator<Map.Entry<Long, Marker>> all = markers.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Long, Marker> entry = all.next();
      Marker marker = entry.getValue();
      tellWhenDue(entry.getKey(), marker, now);
      if (marker.toldSeq == marker.seq && now - marker.toldAt >= PACE_NANOS) {
        all.remove();
      }
    }
  }

  private void tellWhenDue(long user, Marker marker, long now) {
    if (marker.toldSeq != marker.seq && now - marker.toldAt >= PACE_NANOS) {
      marker.toldSeq = marker.seq;
      marker.toldAt = now;
      teller.tell(user, marker.seq, marker.mover);
    }
  }
}
