package io.realtimegateway.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which sessions get the events of an audience.
final class LinkAudiencesTest {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Turn turn = new Turn(tasks::add, UnpooledByteBufAllocator.DEFAULT);
  private final Map<Long, SessionOutput> outputs = new HashMap<>();
  private final LinkAudiences audiences = new LinkAudiences(outputs::get, turn);

  @BeforeEach
  void open() {
    for (long handle : new long[] {1, 2, 3}) {
      SessionOutput output =
          new SessionOutput(
              handle,
              10 + handle,
              turn,
              new OutboundLimits(64 << 10, 256 << 10, 1 << 20, 4096),
              new Unburdened());
      output.live();
      outputs.put(handle, output);
    }
  }

  @Test
  void aSessionThatIsAddedTwiceGetsEachEventOnce() {
    audiences.define(new Delivery.AudienceDefine(1, 42, List.of(1L, 2L)));
    audiences.add(new Delivery.AudienceAdd(1, List.of(2L, 3L, 3L)));
    deliver(1);
    assertThat(bytes(1)).isPositive();
    assertThat(bytes(2)).isEqualTo(bytes(1));
    assertThat(bytes(3)).isEqualTo(bytes(1));
  }

  @Test
  void aRemovedSessionGetsNothingAndRemovingAStrangerChangesNothing() {
    audiences.define(new Delivery.AudienceDefine(1, 42, List.of(1L, 2L)));
    audiences.add(new Delivery.AudienceAdd(1, List.of(2L)));
    audiences.remove(new Delivery.AudienceRemove(1, List.of(2L, 3L)));
    deliver(1);
    assertThat(bytes(1)).isPositive();
    assertThat(bytes(2)).isZero();
    assertThat(bytes(3)).isZero();
  }

  @Test
  void packetsForAnUnknownAudienceAreIgnored() {
    audiences.add(new Delivery.AudienceAdd(9, List.of(1L)));
    audiences.remove(new Delivery.AudienceRemove(9, List.of(1L)));
    audiences.drop(new Delivery.AudienceDrop(9));
    deliver(9);
    assertThat(bytes(1)).isZero();
  }

  @Test
  void definingAnAudienceAgainReplacesItsSessions() {
    audiences.define(new Delivery.AudienceDefine(1, 42, List.of(1L)));
    audiences.define(new Delivery.AudienceDefine(1, 42, List.of(2L, 77L)));
    deliver(1);
    assertThat(bytes(1)).isZero();
    assertThat(bytes(2)).isPositive();
  }

  private void deliver(int audience) {
    Event event = new Event.Message(42, 1, 2, 11, 4, "Tea?", null, null);
    audiences.deliver(new Delivery.Deliver(audience, 61, 1, 0, event));
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  /// Bytes that wait for the socket, which is not connected.
  private int bytes(long handle) {
    SessionOutput output = outputs.get(handle);
    return output == null ? 0 : output.pendingBytes();
  }

  /// Fails if the session lags.
  private static final class Unburdened implements SessionOutput.Owner {
    @Override
    public void drained() {
      // The session does not wait for room.
    }

    @Override
    public void fellBehind() {
      throw new AssertionError("the session fell behind");
    }

    @Override
    public void resynced() {
      throw new AssertionError("the session was lagging");
    }

    @Override
    public void writeFailed(Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }
}
