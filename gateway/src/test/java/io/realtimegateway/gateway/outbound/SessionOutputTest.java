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

/// What one session gets under load, and what its failure does to others.
final class SessionOutputTest {
  private static final OutboundLimits LIMITS = new OutboundLimits(1_024, 4_096, 16_384, 8);

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Long> failed = new ArrayList<>();
  private final Turn turn = new Turn(tasks::add, UnpooledByteBufAllocator.DEFAULT);
  private boolean drainedThrows;
  private int fellBehind;
  private int resynced;

  /// A socket that passes bytes on only while it is open.
  private static final class Valve extends ChannelOutboundHandlerAdapter {
    private boolean isOpen = true;

    @Override
    public void flush(ChannelHandlerContext context) {
      if (isOpen) {
        context.flush();
      }
    }
  }

  private SessionOutput output(long handle, EmbeddedChannel channel) {
    SessionOutput output =
        new SessionOutput(
            handle,
            handle,
            turn,
            LIMITS,
            new SessionOutput.Owner() {
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
              public void resynced() {
                resynced++;
              }

              @Override
              public void writeFailed(Throwable thrown) {
                failed.add(handle);
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
                output.writabilityChanged();
              }
            });
    output.connect(channel.pipeline().lastContext());
    output.live();
    return output;
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
    SessionOutput output = output(1, channel);
    for (int i = 0; i < 200; i++) {
      output.page(Unpooled.wrappedBuffer(new byte[900]));
      turn();
      taken(channel);
    }
    valve.isOpen = false;
    Audience audience = new Audience();
    audience.add(output);
    for (int i = 1; i <= 1_000; i++) {
      message(audience, i);
    }
    assertThat(output.pendingBytes()).isLessThanOrEqualTo(LIMITS.mostBytes() + 900);
    assertThat(output.isLagging()).isTrue();
    assertThat(fellBehind).isEqualTo(1);
  }

  @Test
  void aSlowReaderGetsOneLaggingOnceItHasDrainedAndAllEventsAfterIt() {
    Valve valve = new Valve();
    EmbeddedChannel channel = new EmbeddedChannel(valve);
    EmbeddedChannel other = new EmbeddedChannel();
    SessionOutput output = output(1, channel);
    Audience audience = new Audience();
    audience.add(output);
    audience.add(output(2, other));
    valve.isOpen = false;
    for (int i = 1; i <= 1_000; i++) {
      message(audience, i);
    }
    assertThat(String.join("", taken(other)).split("\"message\"", -1)).hasSize(1_001);
    valve.isOpen = true;
    channel.flush();
    turn();
    message(audience, 1_001);
    String received = String.join("", taken(channel));
    assertThat(received.split("\"lagging\"", -1)).hasSize(2);
    assertThat(received.substring(received.indexOf("lagging"))).contains("\"seq\":1001");
    assertThat(resynced).isEqualTo(1);
    assertThat(fellBehind).isEqualTo(1);
  }

  @Test
  void underPressureOnlyTheLatestSignalOfEachKindIsKept() {
    Valve valve = new Valve();
    EmbeddedChannel channel = new EmbeddedChannel(valve);
    SessionOutput output = output(1, channel);
    Audience audience = new Audience();
    audience.add(output);
    valve.isOpen = false;
    for (int i = 1; i <= 9; i++) {
      message(audience, i);
    }
    for (int i = 0; i < 100; i++) {
      audience.deliver(new Event.ReadMarker(1, 7, i), 0, turn);
      audience.deliver(new Event.TypingEvent(1, 100 + i, true), 0, turn);
      turn();
    }
    assertThat(output.isLagging()).isFalse();
    valve.isOpen = true;
    channel.flush();
    turn();
    String received = String.join("", taken(channel));
    assertThat(received.split("\"read\"", -1)).hasSize(2);
    assertThat(received).contains("\"seq\":99");
    assertThat(received.split("\"typing\"", -1).length - 1).isLessThan(LIMITS.signals());
  }

  @Test
  void aSessionWhoseWriteFailsIsReportedAndTheOthersGetEverything() {
    EmbeddedChannel first = new EmbeddedChannel();
    EmbeddedChannel last = new EmbeddedChannel();
    Audience audience = new Audience();
    SessionOutput unlucky = output(2, new EmbeddedChannel());
    audience.add(output(1, first));
    audience.add(unlucky);
    audience.add(output(3, last));
    drainedThrows = true;
    unlucky.notifyDrained();
    message(audience, 1);
    message(audience, 2);
    assertThat(failed).containsExactly(unlucky.handle());
    for (EmbeddedChannel channel : List.of(first, last)) {
      assertThat(String.join("", taken(channel))).contains("\"seq\":1").contains("\"seq\":2");
    }
  }
}
