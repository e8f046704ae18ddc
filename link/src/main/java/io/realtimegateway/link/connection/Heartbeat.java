package io.realtimegateway.link.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.realtimegateway.link.LinkLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The one timer of the links of a loop. Used on that loop only.
public final class Heartbeat {
  private final EventLoop loop;
  private final long tickNanos;
  private final LongConsumer afterBeat;
  private final Set<Connection> links = new LinkedHashSet<>();
  private @Nullable ScheduledFuture<?> timer;
  private boolean isStopping;

  /// @param afterBeat called at every tick, with the loop's time in nanoseconds
  public Heartbeat(EventLoop loop, LinkLimits settings, LongConsumer afterBeat) {
    this.loop = loop;
    this.afterBeat = afterBeat;
    this.tickNanos = tick(settings).toNanos();
  }

  /// A quarter of the shortest timeout, 5 ms to 250 ms.
  private static Duration tick(LinkLimits settings) {
    long shortest =
        Math.min(
            settings.handshakeTimeout().toMillis(),
            Math.min(settings.pingInterval().toMillis(), settings.pongTimeout().toMillis()));
    return Duration.ofMillis(Math.clamp(shortest / 4, 5, 250));
  }

  public void start() {
    if (timer == null) {
      timer = loop.scheduleWithFixedDelay(this::beat, tickNanos, tickNanos, TimeUnit.NANOSECONDS);
    }
  }

  /// Stops once the last link has ended.
  public void stop() {
    isStopping = true;
  }

  public void add(Connection link) {
    links.add(link);
  }

  public void remove(Connection link) {
    links.remove(link);
  }

  /// A copy, because links are added and removed while it is used.
  public List<Connection> links() {
    return new ArrayList<>(links);
  }

  private void beat() {
    long now = loop.ticker().nanoTime();
    links().forEach(link -> link.beat(now));
    afterBeat.accept(now);
    if (isStopping && links.isEmpty() && timer != null) {
      timer.cancel(false);
    }
  }
}
