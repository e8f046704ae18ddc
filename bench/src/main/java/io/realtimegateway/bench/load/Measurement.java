package io.realtimegateway.bench.load;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// Counts messages sent and received; latency is from the intended time of sending to the last
/// receiver.
final class Measurement {

  /// Most messages in flight.
  private static final int SLOTS = 1 << 22;

  private final int receivers;
  private final AtomicIntegerArray heardBy = new AtomicIntegerArray(SLOTS);
  private final Recorder latency = new Recorder(3);
  private final Recorder ackLatency = new Recorder(3);
  private final LongAdder sent = new LongAdder();
  private final LongAdder deliveries = new LongAdder();
  private final LongAdder complete = new LongAdder();
  private final LongAdder acks = new LongAdder();
  private final LongAdder errors = new LongAdder();

  /// Counts from zero.
  ///
  /// @param receivers of each message
  Measurement(int receivers) {
    this.receivers = receivers;
  }

  /// The counts so far.
  record Counts(long sent, long deliveries, long complete, long acks, long errors) {

    Counts since(Counts before) {
      return new Counts(
          sent - before.sent,
          deliveries - before.deliveries,
          complete - before.complete,
          acks - before.acks,
          errors - before.errors);
    }
  }

  Counts counts() {
    return new Counts(sent.sum(), deliveries.sum(), complete.sum(), acks.sum(), errors.sum());
  }

  /// The latencies since the last call, in nanoseconds.
  Histogram latencies() {
    return latency.getIntervalHistogram();
  }

  void sent() {
    sent.increment();
  }

  void heard(long number, long intendedNanos, long nowNanos) {
    deliveries.increment();
    int slot = (int) (number & (SLOTS - 1));
    if (heardBy.incrementAndGet(slot) == receivers) {
      heardBy.set(slot, 0);
      complete.increment();
      latency.recordValue(Math.max(0, nowNanos - intendedNanos));
    }
  }

  void acked(long intendedNanos, long nowNanos) {
    acks.increment();
    ackLatency.recordValue(Math.max(0, nowNanos - intendedNanos));
  }

  /// The times to the senders' acks since the last call, in nanoseconds.
  Histogram ackLatencies() {
    return ackLatency.getIntervalHistogram();
  }

  void failed() {
    errors.increment();
  }
}
