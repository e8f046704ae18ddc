package io.realtimegateway.link;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// The metrics of the links of one side of a process. One object serves all its loops. Thread-safe.
public final class LinkMetrics {
  private static final String SIDE = "side";
  private static final String DIRECTION = "direction";

  private final LongAdder open = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final Counter framesIn;
  private final Counter framesOut;
  private final Counter bytesIn;
  private final Counter bytesOut;
  private final Counter refused;
  private final Counter stale;
  private final Counter failures;
  private final Map<LinkClosed, Counter> closed = new EnumMap<>(LinkClosed.class);

  /// @param side owner of these links: `engine`, `gateway` or `api`
  public LinkMetrics(MeterRegistry registry, String side) {
    Gauge.builder("link.open", open, LongAdder::sum)
        .description("Open links")
        .tag(SIDE, side)
        .register(registry);
    Gauge.builder("link.requests.open", requests, LongAdder::sum)
        .description("Requests that wait for a link or an answer")
        .tag(SIDE, side)
        .register(registry);
    framesIn = traffic(registry, "link.frames", side, "in");
    framesOut = traffic(registry, "link.frames", side, "out");
    bytesIn = traffic(registry, "link.bytes", side, "in");
    bytesOut = traffic(registry, "link.bytes", side, "out");
    refused =
        counter(
            registry,
            "link.requests.refused",
            side,
            "Requests that were refused without an answer of the engine");
    stale = counter(registry, "link.stale", side, "Packets of a previous owner that were dropped");
    failures =
        counter(registry, "link.failures", side, "Packets whose receiver threw an exception");
    for (LinkClosed cause : LinkClosed.values()) {
      closed.put(
          cause,
          Counter.builder("link.closed")
              .description("Connections that ended, by cause")
              .tag(SIDE, side)
              .tag("cause", cause.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  public void opened() {
    open.increment();
  }

  public void openEnded() {
    open.decrement();
  }

  public void closed(LinkClosed cause) {
    Counter counter = closed.get(cause);
    if (counter != null) {
      counter.increment();
    }
  }

  public void read(int frames, int bytes) {
    framesIn.increment(frames);
    bytesIn.increment(bytes);
  }

  public void written(int frames, int bytes) {
    framesOut.increment(frames);
    bytesOut.increment(bytes);
  }

  public void requestOpened() {
    requests.increment();
  }

  public void requestEnded() {
    requests.decrement();
  }

  public void requestRefused() {
    refused.increment();
  }

  public void droppedStale() {
    stale.increment();
  }

  public void receiverFailed() {
    failures.increment();
  }

  private static Counter traffic(
      MeterRegistry registry, String name, String side, String direction) {
    return Counter.builder(name).tag(SIDE, side).tag(DIRECTION, direction).register(registry);
  }

  private static Counter counter(
      MeterRegistry registry, String name, String side, String description) {
    return Counter.builder(name).description(description).tag(SIDE, side).register(registry);
  }
}
