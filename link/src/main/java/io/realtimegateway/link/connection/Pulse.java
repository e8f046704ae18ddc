package io.realtimegateway.link.connection;

import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides whether the other end of a link is alive, from times alone: it starts no timer. All
/// times are nanoseconds of the loop's clock.
///
/// A peer is alive if it sends a whole packet, or takes queued bytes, within the pong timeout after
/// a ping; a partial packet does not count. A peer that we do not read is not silent, but it must
/// keep taking queued bytes.
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
  private boolean isPongQueued;
  private final @Nullable Position[] sent = new @Nullable Position[Shards.COUNT];

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

  /// A whole packet arrived, or reading has just resumed.
  void sawLife() {
    waitingSince = NOT_WAITING;
  }

  /// Notes whether the peer takes queued bytes.
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
    boolean isUnresponsive =
        isRead && waitingSince != NOT_WAITING && now - waitingSince >= pongNanos;
    return isStuck || isUnresponsive;
  }

  boolean isPingDue(long now) {
    return now - pingDue >= 0;
  }

  /// The next ping, with the positions that have changed since the last one.
  LinkPacket.Ping ping(List<Position> positions, long now) {
    pingDue = now + pingNanos;
    if (waitingSince == NOT_WAITING) {
      waitingSince = now;
    }
    return new LinkPacket.Ping(++nonce, moved(positions));
  }

  /// Whether a pong answers one of these pings. The owner of a link may send its own pings, with
  /// nonces that are negative as a `long`, and receives their pongs.
  boolean isAnswerOfOurs(LinkPacket.Pong pong) {
    return pong.nonce() >= 0;
  }

  /// The peer received these positions in another packet.
  void sent(List<Position> positions) {
    positions.forEach(position -> sent[position.shard()] = position);
  }

  private List<Position> moved(List<Position> positions) {
    List<Position> moved = new ArrayList<>();
    for (Position position : positions) {
      if (!position.equals(sent[position.shard()])) {
        sent[position.shard()] = position;
        moved.add(position);
      }
    }
    return moved;
  }

  /// A pong is queued until the end of this read.
  void pongQueued() {
    isPongQueued = true;
  }

  /// Whether a pong was queued since the last call; the caller flushes it.
  boolean takePongQueued() {
    boolean was = isPongQueued;
    isPongQueued = false;
    return was;
  }
}
