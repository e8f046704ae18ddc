package io.realtimegateway.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.realtimegateway.gateway.inbound.CloseStatus;
import io.realtimegateway.gateway.inbound.WaitingBytes;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.ErrorCode;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The meters of one gateway loop.
public final class GatewayMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayMetrics.class);

  private static final Set<Integer> KNOWN_CODES =
      Stream.concat(
              Stream.of(CloseStatus.NONE, CloseStatus.ABNORMAL),
              Stream.of(CloseCode.values()).map(CloseCode::code))
          .collect(Collectors.toUnmodifiableSet());

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

  /// @param waiting commands that wait in the sessions of the loop
  GatewayMetrics(MeterRegistry registry, int loop, WaitingBytes waiting) {
    this.registry = registry;
    this.tags = Tags.of("loop", Integer.toString(loop));
    registry.gauge("rtg.gateway.commands.waiting.bytes", tags, waiting, WaitingBytes::bytes);
    registry.gauge("rtg.gateway.sessions", tags, sessions);
    this.framesOut = registry.counter("rtg.gateway.frames", tags.and("direction", "out"));
    this.bytesOut = registry.counter("rtg.gateway.bytes", tags.and("direction", "out"));
    this.framesIn = registry.counter("rtg.gateway.frames", tags.and("direction", "in"));
    this.bytesIn = registry.counter("rtg.gateway.bytes", tags.and("direction", "in"));
    this.lagging = registry.counter("rtg.gateway.lagging", tags);
    this.paused = registry.counter("rtg.gateway.reading.paused", tags);
    this.failures = registry.counter("rtg.gateway.failures", tags);
  }

  public void opened() {
    sessions.incrementAndGet();
  }

  /// A session ended. Clients choose their codes, so only known codes have their own series.
  ///
  /// @param code WebSocket close code; 1005 if the close frame had none, 1006 if there was no frame
  public void closed(int code) {
    sessions.decrementAndGet();
    String label = KNOWN_CODES.contains(code) ? Integer.toString(code) : "other";
    registry.counter("rtg.gateway.closes", tags.and("code", label)).increment();
  }

  public void upgradeRefused(ErrorCode code) {
    registry
        .counter("rtg.gateway.upgrades.refused", tags.and("code", code.publicName()))
        .increment();
  }

  public void received(int bytes) {
    framesIn.increment();
    bytesIn.increment(bytes);
  }

  public void wrote(long frames, long bytes) {
    framesOut.increment((double) frames);
    bytesOut.increment((double) bytes);
  }

  public void fellBehind() {
    lagging.increment();
  }

  public void readingPaused() {
    paused.increment();
  }

  /// Logs and counts an exception that is a fault of this program.
  ///
  /// @param activity that failed, as a noun phrase
  public void failed(String activity, Throwable thrown) {
    failures.increment();
    LOG.error("failed: {}", activity, thrown);
  }
}
