package io.realtimegateway.link.connection;

import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether the other end of a link lives, in plain numbers: nothing here is a timer. All times are
/// nanoseconds of the loop's clock.
///
/// Alive is who sends a whole packet, or takes bytes that wait for it, within the pong time after a
/// ping; a single byte is no sign of life. A peer that is not read is not silent, but it must go on
/// taking what waits for it.
final class Pulse {
  private static final long NOT_WAITING = Long.MIN_VALUE;

  private final long handshakeNanos;
  private final long pingNanos;
  private final long pongNanos;
  private long deadline;
  private long pingDue;
  private long waitingSince = NOT_WAITING;
  private long stuckSince = NOT_WAITING;
  private long lastProgress;
  private long nonce;
  private boolean hasAnswered;
  private final @Nullable Position[] told = new @Nullable Position[Shards.COUNT];

  Pulse(LinkLimits settings, long now) {
    handshakeNanos = settings.handshakeTimeout().toNanos();
    pingNanos = settings.pingInterval().toNanos();
    pongNanos = settings.pongTimeout().toNanos();
    deadline = now + handshakeNanos;
  }

  boolean isHandshakeOver(long now) {
    return now - deadline >= 0;
  }

  void opened(long now) {
    pingDue = now + pingNanos;
  }

  void closing(long now) {
    deadline = now + handshakeNanos;
  }

  boolean isCloseOver(long now) {
    return now - deadline >= 0;
  }

  /// A whole packet came, or the peer has just been read again.
  void heard() {
    waitingSince = NOT_WAITING;
  }

  /// How far the peer has taken what waits for it.
  void progress(boolean isEmpty, long progress, long now) {
    if (isEmpty) {
      stuckSince = NOT_WAITING;
    } else if (stuckSince == NOT_WAITING) {
      stuckSince = now;
    } else if (progress > lastProgress) {
      stuckSince = now;
      waitingSince = waitingSince == NOT_WAITING ? NOT_WAITING : now;
    }
    lastProgress = progress;
  }

  boolean isSilent(boolean isRead, long now) {
    boolean isStuck = stuckSince != NOT_WAITING && now - stuckSince >= pingNanos + pongNanos;
    boolean isMute = isRead && waitingSince != NOT_WAITING && now - waitingSince >= pongNanos;
    return isStuck || isMute;
  }

  boolean isPingDue(long now) {
    return now - pingDue >= 0;
  }

  /// The next ping, with the positions that have moved since the last.
  LinkPacket.Ping ping(List<Position> positions, long now) {
    pingDue = now + pingNanos;
    if (waitingSince == NOT_WAITING) {
      waitingSince = now;
    }
    return new LinkPacket.Ping(++nonce, moved(positions));
  }

  /// Whether a pong answers one of these pings. The owner of a link may send pings of its own, with
  /// nonces that are negative as a `long`, and receives their pongs.
  boolean hasAsked(LinkPacket.Pong pong) {
    return pong.nonce() >= 0;
  }

  /// These positions were told in another way.
  void told(List<Position> positions) {
    positions.forEach(position -> told[position.shard()] = position);
  }

  private List<Position> moved(List<Position> positions) {
    List<Position> moved = new ArrayList<>();
    for (Position position : positions) {
      if (!position.equals(told[position.shard()])) {
        told[position.shard()] = position;
        moved.add(position);
      }
    }
    return moved;
  }

  /// A pong waits for the end of this read.
  void answered() {
    hasAnswered = true;
  }

  /// Whether one does; it is flushed then.
  boolean hasAnswered() {
    boolean had = hasAnswered;
    hasAnswered = false;
    return had;
  }
}
