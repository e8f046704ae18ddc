package io.realtimegateway.engine.shard;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// Read markers of one conversation on their way to other sessions: at once, then at most once a
/// second per member, and the latest always.
final class ReadMarkers {
  private static final long PACE_NANOS = 1_000_000_000L;

  private final Teller teller;
  private final Map<Long, Marker> markers = new HashMap<>();

  /// Tells a marker to the reader's other sessions and, in small conversations, to the other
  /// members.
  interface Teller {
    void tell(long user, long seq, long exceptSession);
  }

  ReadMarkers(Teller teller) {
    this.teller = teller;
  }

  private static final class Marker {
    long seq;
    long session;
    long toldSeq;
    long toldAt;
  }

  void moved(long user, long seq, long session, long now) {
    Marker marker = markers.get(user);
    if (marker == null) {
      marker = new Marker();
      marker.toldAt = now - PACE_NANOS;
      markers.put(user, marker);
    }
    marker.seq = seq;
    marker.session = session;
    tellWhenDue(user, marker, now);
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
      teller.tell(user, marker.seq, marker.session);
    }
  }
}
