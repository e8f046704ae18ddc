package io.realtimegateway.engine.conversation;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Sends read markers of one conversation to other sessions: at once, then at most once a second
/// per member, and always the latest.
final class ReadMarkerNotices {
  private static final long PACE_NANOS = 1_000_000_000L;

  private final Notifier notifier;
  private final Map<Long, Marker> markers = new HashMap<>();

  /// Sends a marker to the reader's other sessions and, in small conversations, to the other
  /// members.
  interface Notifier {
    void notify(long user, long seq, @Nullable SessionAddress except);
  }

  ReadMarkerNotices(Notifier notifier) {
    this.notifier = notifier;
  }

  private static final class Marker {
    long seq;
    @Nullable SessionAddress mover;
    long notifiedSeq;
    long notifiedAt;
  }

  /// A member has read further.
  ///
  /// @param mover the session that moved it, or null if there was none
  void moved(long user, long seq, @Nullable SessionAddress mover, long now) {
    Marker marker = markers.get(user);
    if (marker == null) {
      marker = new Marker();
      marker.notifiedAt = now - PACE_NANOS;
      markers.put(user, marker);
    }
    marker.seq = seq;
    marker.mover = mover;
    notifyWhenDue(user, marker, now);
  }

  /// A former member has no marker.
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
      notifyWhenDue(entry.getKey(), marker, now);
      if (marker.notifiedSeq == marker.seq && now - marker.notifiedAt >= PACE_NANOS) {
        all.remove();
      }
    }
  }

  private void notifyWhenDue(long user, Marker marker, long now) {
    if (marker.notifiedSeq != marker.seq && now - marker.notifiedAt >= PACE_NANOS) {
      marker.notifiedSeq = marker.seq;
      marker.notifiedAt = now;
      notifier.notify(user, marker.seq, marker.mover);
    }
  }
}
