package io.realtimegateway.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/// Keeps warnings and errors from filling the disk: of each kind, which is a logger with a message
/// before its arguments and the class of an exception, only so many pass in a minute. At its end
/// one line says how many were left out. Safe for threads.
public final class RepeatedLines extends TurboFilter {
  /// Unless configured.
  static final int USUAL = 10;

  private static final int MOST_KINDS = 1000;
  private static final Marker SUMMARY = MarkerFactory.getDetachedMarker("left-out");

  private final Map<Kind, AtomicLong> counts = new ConcurrentHashMap<>();
  private volatile int most = USUAL;
  private @Nullable ScheduledExecutorService minutes;

  /// What counts together. Beyond 1,000 kinds in a minute all of a logger are one.
  private record Kind(Logger logger, String message, String thrown) {
    String text() {
      return thrown.isEmpty() ? message : message + " (" + thrown + ")";
    }
  }

  /// How many lines of a kind pass in a minute, 1 or more; 0 lets all pass.
  void setMost(int most) {
    this.most = most;
  }

  @Override
  public void start() {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("repeated-lines").factory());
    minutes = timer;
    var _ = timer.scheduleAtFixedRate(this::endMinute, 1, 1, TimeUnit.MINUTES);
    super.start();
  }

  @Override
  public void stop() {
    ScheduledExecutorService timer = minutes;
    if (timer != null) {
      timer.shutdownNow();
    }
    super.stop();
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    if (format == null || SUMMARY.equals(marker) || !isCounted(logger, level)) {
      return FilterReply.NEUTRAL;
    }
    Kind kind = new Kind(logger, format, thrownClass(arguments, thrown));
    if (counts.size() >= MOST_KINDS && !counts.containsKey(kind)) {
      kind = new Kind(logger, "others", "");
    }
    long count = counts.computeIfAbsent(kind, _ -> new AtomicLong()).incrementAndGet();
    return count > most ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private boolean isCounted(Logger logger, Level level) {
    return most > 0
        && level.isGreaterOrEqual(Level.WARN)
        && level.isGreaterOrEqual(logger.getEffectiveLevel());
  }

  /// Says what was left out, and begins to count anew.
  void endMinute() {
    counts.forEach(
        (kind, _) -> {
          AtomicLong count = counts.remove(kind);
          long leftOut = count == null ? 0 : count.get() - most;
          if (leftOut > 0) {
            kind.logger.warn(
                SUMMARY, "{} more lines of the last minute left out: {}", leftOut, kind.text());
          }
        });
  }

  private static String thrownClass(Object @Nullable [] arguments, @Nullable Throwable thrown) {
    if (thrown != null) {
      return thrown.getClass().getName();
    }
    if (arguments != null
        && arguments.length > 0
        && arguments[arguments.length - 1] instanceof Throwable last) {
      return last.getClass().getName();
    }
    return "";
  }
}
