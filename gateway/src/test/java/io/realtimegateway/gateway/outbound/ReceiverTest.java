package io.realtimegateway.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.realtimegateway.protocol.packet.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/// What one session hears, under any pressure, and what its failure does to others.
final class ReceiverTest {
  private static final OutboundLimits LIMITS = new OutboundLimits(1_024, 4_096, 16_384, 8);

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Receiver> failed = new ArrayList<>();
  private final Turn turn =
      new Turn(tasks::add, UnpooledByteBufAllocator.DEFAULT, (receiver, _) -> failed.add(receiver));
  private boolean drainedThrows;
  private int fellBehind;
  private int caughtBreath;

  /// A socket that takes what it is given only while it is open.
  private static final class Valve extends ChannelOutboundHandlerAdapter {
    private boolean isOpen = true;

    @Override
    public void flush(ChannelHandlerContext context) {
      if (isOpen) {
        context.flush();
      }
    }
  }

  private Receiver receiver(long handle, EmbeddedChannel channel) {
    Receiver receiver =
        new Receiver(
            handle,
            handle,
            turn,
            LIMITS,
            new Receiver.Owner() {
              @Override
              public void drained() {
                if (drainedThrows) {
                  drainedThrows = false;
                  throw new AssertionError("the test wants this");
                }
              }

              @Override
              public void fellBehind() {
                fellBehind++;
              }

              @Override
              public void caughtBreath() {
                caughtBreath++;
              }
            });
    channel
        .config()
        .setWriteBufferWaterMark(new WriteBufferWaterMark(LIMITS.lowBytes(), LIMITS.lowBytes()));
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelWritabilityChanged(ChannelHandlerContext context) {
                receiver.writabilityChanged();
              }
            });
    receiver.connect(channel.pipeline().lastContext());
    receiver.live();
    return receiver;
  }

  private void turn() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void message(Audience audience, int number) {
    audience.deliver(
        new Event.Message(1, number, number, 1, 5, "x".repeat(500), null, null), 0, turn);
    turn();
  }

  private static List<String> taken(EmbeddedChannel channel) {
    List<String> taken = new ArrayList<>();
    for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
      taken.add(bytes.toString(StandardCharsets.UTF_8));
      bytes.release();
    }
    return taken;
  }

  @Test
  void manySmallPagesDoNotWidenTheBoundOfWhatMayWait() {
    Valve valve = new Valve();
    EmbeddedChannel channel = new EmbeddedChannel(valve);
    Receiver receiver = receiver(1, channel);
    for (int i = 0; i < 200; i++) {
      receiver.page(Unpooled.wrappedBuffer(new byte[900]));
      turn();
      taken(channel);
    }
    valve.isOpen = false;
    Audience audience = new Audience();
    audience.add(receiver);
    for (int i = 1; i <= 1_000; i++) {
      message(audience, i);
    }
    assertThat(receiver.pendingBytes()).isLessThanOrEqualTo(LIMITS.mostBytes() + 900);
    assertThat(receiver.isLagging()).isTrue();
    assertThat(fellBehind).isEqualTo(1);
  }

  @Test
  void whoDoesNotReadIsToldOnceThatItLagsWhenItHasDrainedAndHearsAllFromThenOn() {
    Valve valve = new Valve();
    EmbeddedChannel channel = new EmbeddedChannel(valve);
    EmbeddedChannel other = new EmbeddedChannel();
    Receiver receiver = receiver(1, channel);
    Audience audience = new Audience();
    audience.add(receiver);
    audience.add(receiver(2, other));
    valve.isOpen = false;
    for (int i = 1; i <= 1_000; i++) {
      message(audience, i);
    }
    assertThat(String.join("", taken(other)).split("\"message\"", -1)).hasSize(1_001);
    valve.isOpen = true;
    channel.flush();
    turn();
    message(audience, 1_001);
    String heard = String.join("", taken(channel));
    assertThat(heard.split("\"lagging\"", -1)).hasSize(2);
    assertThat(heard.substring(heard.indexOf("lagging"))).contains("\"seq\":1001");
    assertThat(caughtBreath).isEqualTo(1);
    assertThat(fellBehind).isEqualTo(1);
  }

  @Test
  void underPressureOnlyTheLatestSignalOfEachKindIsKept() {
    Valve valve = new Valve();
    EmbeddedChannel channel = new EmbeddedChannel(valve);
    Receiver receiver = receiver(1, channel);
    Audience audience = new Audience();
    audience.add(receiver);
    valve.isOpen = false;
    for (int i = 1; i <= 9; i++) {
      message(audience, i);
    }
    for (int i = 0; i < 100; i++) {
      audience.deliver(new Event.ReadMarker(1, 7, i), 0, turn);
      audience.deliver(new Event.TypingEvent(1, 100 + i, true), 0, turn);
      turn();
    }
    assertThat(receiver.isLagging()).isFalse();
    valve.isOpen = true;
    channel.flush();
    turn();
    String heard = String.join("", taken(channel));
    assertThat(heard.split("\"read\"", -1)).hasSize(2);
    assertThat(heard).contains("\"seq\":99");
    assertThat(heard.split("\"typing\"", -1).length - 1).isLessThan(LIMITS.signals());
  }

  @Test
  void aSessionThatFailsAtTheEndOfATurnIsGivenUpAndTheOthersHearEverything() {
    EmbeddedChannel first = new EmbeddedChannel();
    EmbeddedChannel last = new EmbeddedChannel();
    Audience audience = new Audience();
    Receiver unlucky = receiver(2, new EmbeddedChannel());
    audience.add(receiver(1, first));
    audience.add(unlucky);
    audience.add(receiver(3, last));
    drainedThrows = true;
    unlucky.tellDrained();
    message(audience, 1);
    message(audience, 2);
    assertThat(failed).containsExactly(unlucky);
    for (EmbeddedChannel channel : List.of(first, last)) {
      assertThat(String.join("", taken(channel))).contains("\"seq\":1").contains("\"seq\":2");
    }
  }
}
