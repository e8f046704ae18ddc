package io.realtimegateway.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.realtimegateway.protocol.ErrorCode;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one gateway loop counts.
final class GatewayMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayMetrics.class);

  private final MeterRegistry registry;
  private final Tags tags;
  private final AtomicInteger sessions = new AtomicInteger();
  private final Counter framesOut;
  private final Counter bytesOut;
  private final Counter framesIn;
  private final Counter bytesIn;
  private final Counter lagging;
  private final Counter paused;
  private final Counter failures;

  GatewayMetrics(MeterRegistry registry, int loop) {
    this.registry = registry;
    this.tags = Tags.of("loop", Integer.toString(loop));
    registry.gauge("rtg.gateway.sessions", tags, sessions);
    this.framesOut = registry.counter("rtg.gateway.frames", tags.and("direction", "out"));
    this.bytesOut = registry.counter("rtg.gateway.bytes", tags.and("direction", "out"));
    this.framesIn = registry.counter("rtg.gateway.frames", tags.and("direction", "in"));
    this.bytesIn = registry.counter("rtg.gateway.bytes", tags.and("direction", "in"));
    this.lagging = registry.counter("rtg.gateway.lagging", tags);
    this.paused = registry.counter("rtg.gateway.reading.paused", tags);
    this.failures = registry.counter("rtg.gateway.failures", tags);
  }

  void opened() {
    sessions.incrementAndGet();
  }

  /// A session ended.
  ///
  /// @param code WebSocket close code; 1006 where none was sent
  void closed(int code) {
    sessions.decrementAndGet();
    registry.counter("rtg.gateway.closes", tags.and("code", Integer.toString(code))).increment();
  }

  void upgradeRefused(ErrorCode code) {
    registry
        .counter("rtg.gateway.upgrades.refused", tags.and("code", code.publicName()))
        .increment();
  }

  void received(int bytes) {
    framesIn.increment();
    bytesIn.increment(bytes);
  }

  void wrote(long frames, long bytes) {
    framesOut.increment((double) frames);
    bytesOut.increment((double) bytes);
  }

  void fellBehind() {
    lagging.increment();
  }

  void readingPaused() {
    paused.increment();
  }

  /// Something was thrown that nobody expected.
  ///
  /// @param place what was being done
  void failed(String place, Throwable thrown) {
    failures.increment();
    LOG.error("failed: {}", place, thrown);
  }
}
