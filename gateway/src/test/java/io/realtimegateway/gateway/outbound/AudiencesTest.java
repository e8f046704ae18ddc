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

/// Who hears what an audience is told.
final class AudiencesTest {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final Turn turn = new Turn(tasks::add, UnpooledByteBufAllocator.DEFAULT, (_, _) -> {});
  private final Map<Long, Receiver> receivers = new HashMap<>();
  private final Audiences audiences = new Audiences(receivers::get, turn);

  @BeforeEach
  void open() {
    for (long handle : new long[] {1, 2, 3}) {
      Receiver receiver =
          new Receiver(handle, 10 + handle, turn, OutboundLimits.defaults(), new Deaf());
      receiver.live();
      receivers.put(handle, receiver);
    }
  }

  @Test
  void aSessionThatIsAddedAgainHearsOnce() {
    audiences.define(new Delivery.AudienceDefine(1, 42, List.of(1L, 2L)));
    audiences.add(new Delivery.AudienceAdd(1, List.of(2L, 3L, 3L)));
    deliver(1);
    assertThat(bytes(1)).isPositive();
    assertThat(bytes(2)).isEqualTo(bytes(1));
    assertThat(bytes(3)).isEqualTo(bytes(1));
  }

  @Test
  void whoIsRemovedHearsNothingAndRemovingAnotherChangesNothing() {
    audiences.define(new Delivery.AudienceDefine(1, 42, List.of(1L, 2L)));
    audiences.add(new Delivery.AudienceAdd(1, List.of(2L)));
    audiences.remove(new Delivery.AudienceRemove(1, List.of(2L, 3L)));
    deliver(1);
    assertThat(bytes(1)).isPositive();
    assertThat(bytes(2)).isZero();
    assertThat(bytes(3)).isZero();
  }

  @Test
  void whatNamesAnUnknownNumberIsPassedOver() {
    audiences.add(new Delivery.AudienceAdd(9, List.of(1L)));
    audiences.remove(new Delivery.AudienceRemove(9, List.of(1L)));
    audiences.drop(new Delivery.AudienceDrop(9));
    deliver(9);
    assertThat(bytes(1)).isZero();
  }

  @Test
  void aNumberThatIsDefinedAgainMeansTheNewSessionsAlone() {
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

  /// What waits for the socket, which is not there yet.
  private int bytes(long handle) {
    Receiver receiver = receivers.get(handle);
    return receiver == null ? 0 : receiver.pendingBytes();
  }

  /// Hears nothing itself.
  private static final class Deaf implements Receiver.Owner {
    @Override
    public void drained() {
      // Nothing waits for room.
    }

    @Override
    public void fellBehind() {
      throw new AssertionError("so little is no burden");
    }

    @Override
    public void caughtBreath() {
      throw new AssertionError("nobody was lagging");
    }
  }
}
