package io.realtimegateway.bench;

import io.netty.buffer.PooledByteBufAllocator;
import io.realtimegateway.gateway.outbound.LinkAudiences;
import io.realtimegateway.gateway.outbound.OutboundLimits;
import io.realtimegateway.gateway.outbound.SessionOutput;
import io.realtimegateway.gateway.outbound.Turn;
import io.realtimegateway.protocol.packet.Delivery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The cost for a gateway loop of changes to the audiences of a link. Run with `-prof gc` for bytes
/// allocated.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-XX:+UseCompactObjectHeaders",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class AudienceChangeBenchmark {
  private static final long LATE = 1_000_000;

  /// Sessions in the audience.
  @Param({"4", "500"})
  public int size = 4;

  private final Map<Long, SessionOutput> outputs = new HashMap<>();
  private final Turn turn = new Turn(Runnable::run, PooledByteBufAllocator.DEFAULT);
  private LinkAudiences audiences = new LinkAudiences(outputs::get, turn);
  private Delivery.AudienceDefine define = new Delivery.AudienceDefine(1, 42, List.of());
  private final Delivery.AudienceAdd add = new Delivery.AudienceAdd(1, List.of(LATE));
  private final Delivery.AudienceRemove remove = new Delivery.AudienceRemove(1, List.of(LATE));
  private final Delivery.AudienceDrop drop = new Delivery.AudienceDrop(2);

  /// Creates the audience.
  @Setup
  public void prepare() {
    List<Long> handles = LongStream.rangeClosed(1, size).boxed().toList();
    handles.forEach(this::open);
    open(LATE);
    audiences = new LinkAudiences(outputs::get, turn);
    audiences.define(new Delivery.AudienceDefine(1, 42, handles));
    define = new Delivery.AudienceDefine(2, 42, handles);
  }

  private void open(long handle) {
    outputs.put(
        handle,
        new SessionOutput(
            handle,
            handle,
            turn,
            new OutboundLimits(64 << 10, 256 << 10, 1 << 20, 4096),
            new NoSession()));
  }

  /// A session joins and leaves.
  @Benchmark
  public int addAndRemove() {
    audiences.add(add);
    audiences.remove(remove);
    return audiences.size();
  }

  /// The audience of a new conversation is defined and dropped.
  @Benchmark
  public int defineAndDrop() {
    audiences.define(define);
    audiences.drop(drop);
    return audiences.size();
  }

  /// The owner of an output without a socket.
  private static final class NoSession implements SessionOutput.Owner {
    @Override
    public void drained() {}

    @Override
    public void fellBehind() {}

    @Override
    public void resynced() {}

    @Override
    public void writeFailed(Throwable thrown) {}
  }
}
