package io.realtimegateway.bench.load;

import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Sends at a given rate from the sockets of one event loop. The times are fixed beforehand: a late
/// message is sent at once and measured from its intended time.
final class Pacer {

  private final EventLoop loop;
  private final List<ClientSocket> sockets;
  private final Load load;
  private final double nanosBetween;
  private final long startNanos;
  private final long endNanos;
  private long sent;

  /// Starts at once.
  ///
  /// @param sockets of the loop, alternating between the rooms
  /// @param perSecond messages of this loop
  Pacer(EventLoop loop, List<ClientSocket> sockets, Load load, double perSecond, long endNanos) {
    this.loop = loop;
    this.sockets = sockets;
    this.load = load;
    nanosBetween = 1e9 / perSecond;
    startNanos = System.nanoTime();
    this.endNanos = endNanos;
    loop.execute(this::turn);
  }

  private long intended(long number) {
    return startNanos + (long) (number * nanosBetween);
  }

  private void turn() {
    long now = System.nanoTime();
    while (intended(sent) <= now && intended(sent) < endNanos) {
      ClientSocket socket = sockets.get((int) (sent % sockets.size()));
      load.send(socket, intended(sent));
      socket.flush();
      sent++;
    }
    if (intended(sent) < endNanos) {
      var _ = loop.schedule(this::turn, intended(sent) - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }
}
