package io.realtimegateway.link.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.realtimegateway.link.Events;
import io.realtimegateway.link.Fixture;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A connection inside the process: packets in batches.
@Timeout(60)
final class PipeChannelTest {
  private static final int NUMBERS = 100_000;
  private static final int PACKET_BYTES = 14;
  private static final int BATCH = 1024;
  private static final int BATCH_BYTES = BATCH * PACKET_BYTES;

  private final Fixture.Loops loops = new Fixture.Loops(2, false);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PipeChannel here =
      new PipeChannel(new LinkMetrics(meters, "here"), new LinkMetrics(meters, "there"));
  private final PipeChannel there = here.peer();

  @AfterEach
  void bothEndsClose() throws Exception {
    here.close().sync();
    there.close().sync();
    loops.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void packetsArriveInOrderOnTheLoopOfTheirReader(int loop) throws Exception {
    Reader reader = register(loop);
    on(here, () -> writeNumbers(0, NUMBERS));
    reader.events.await(event -> event instanceof Long sum && sum == NUMBERS);
    assertThat(reader.failure).isNull();
  }

  @Test
  void bothEndsWriteAtOnce() throws Exception {
    Reader forth = register(1);
    Reader back = new Reader(here);
    on(here, () -> here.pipeline().addLast(back));
    on(
        there,
        () -> {
          for (int i = 0; i < NUMBERS; i++) {
            var _ = there.writeAndFlush(batch(i, i + 1));
          }
          return true;
        });
    on(here, () -> writeNumbers(0, NUMBERS));
    forth.events.await(event -> event instanceof Long sum && sum == NUMBERS);
    back.events.await(event -> event instanceof Long sum && sum == NUMBERS);
    assertThat(forth.failure).isNull();
    assertThat(back.failure).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void unreadBytesAreBoundedAndTheRestWaitsInTheWriter(int loop) throws Exception {
    Reader reader = register(loop);
    on(there, () -> there.config().setAutoRead(false));
    int room = (PipeChannel.ROOM_BYTES + BATCH_BYTES - 1) / BATCH_BYTES;
    for (int i = 0; i < 3 * room; i++) {
      int from = i * BATCH;
      on(here, () -> here.writeAndFlush(batch(from, from + BATCH)));
    }
    assertThat(on(here, this::pending)).isEqualTo(2L * room * BATCH_BYTES);
    assertThat(on(there, () -> reader.packets)).isZero();
    on(there, () -> there.config().setAutoRead(true));
    reader.events.await(event -> event instanceof Long sum && sum == 3L * room * BATCH);
    assertThat(on(here, this::pending)).isZero();
    assertThat(reader.failure).isNull();
    assertThat(read("link.frames")).isEqualTo(3.0 * room * BATCH);
    assertThat(read("link.bytes")).isEqualTo(3.0 * room * BATCH_BYTES);
  }

  @Test
  void anEndThatStopsReadingWithinABatchGetsTheRestLater() throws Exception {
    Reader reader = register(1);
    reader.stopsAfter = 3;
    on(here, () -> here.writeAndFlush(batch(0, BATCH)));
    on(here, () -> writeNumbers(BATCH, BATCH + 10));
    reader.events.await(event -> event.equals(3L));
    assertThat(on(there, () -> reader.packets)).isEqualTo(3);
    on(there, () -> there.config().setAutoRead(true));
    reader.events.await(event -> event.equals(BATCH + 10L));
    assertThat(reader.failure).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void packetsFlushedBeforeTheCloseAreReadBeforeIt(int loop) throws Exception {
    Reader reader = register(loop);
    on(there, () -> there.config().setAutoRead(false));
    on(here, () -> writeNumbers(0, 1000));
    on(here, here::close);
    assertThat(there.isOpen()).isTrue();
    on(there, () -> there.config().setAutoRead(true));
    there.closeFuture().sync();
    reader.events.await(event -> event.equals("inactive"));
    assertThat(reader.events.all()).endsWith(1000L, "inactive");
    assertThat(reader.failure).isNull();
  }

  @Test
  void anEndThatDoesNotReadNoticesTheClose() throws Exception {
    register(1);
    on(there, () -> there.config().setAutoRead(false));
    on(here, here::close);
    there.closeFuture().sync();
    assertThat(there.isOpen()).isFalse();
  }

  @Test
  void writingToAClosedEndFailsAndClosesTheWriter() throws Exception {
    register(0);
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    on(
        here,
        () -> {
          var _ = there.close();
          return here.writeAndFlush(batch(0, 1)).addListener(done -> failed.complete(done.cause()));
        });
    assertThat(failed.get(20, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
    here.closeFuture().sync();
  }

  @Test
  void packetsSentBeforeTheOtherEndWasRegisteredAreReadAfterwards() throws Exception {
    loops.all.getFirst().register(here).sync();
    on(here, () -> writeNumbers(0, 10));
    Reader reader = new Reader(there);
    there.pipeline().addLast(reader);
    loops.all.getLast().register(there).sync();
    reader.events.await(event -> event instanceof Long sum && sum == 10);
  }

  @Test
  void aCloseBeforeTheOtherEndWasRegisteredIsNoticed() throws Exception {
    loops.all.getFirst().register(here).sync();
    on(here, here::close);
    loops.all.getLast().register(there).sync();
    there.closeFuture().sync();
    assertThat(there.isOpen()).isFalse();
  }

  /// Registers this end on the first loop, and the other on one of them.
  private Reader register(int loop) throws Exception {
    Reader reader = new Reader(there);
    there.pipeline().addLast(reader);
    loops.all.get(loop).register(there).sync();
    loops.all.getFirst().register(here).sync();
    return reader;
  }

  private double read(String meter) {
    return meters.get(meter).tags("side", "there", "direction", "in").counter().count();
  }

  private static PacketBatch batch(int from, int to) {
    List<Packet> packets = new ArrayList<>();
    for (int i = from; i < to; i++) {
      packets.add(new LinkPacket.Pong(i));
    }
    return new PacketBatch(packets, packets.size() * PACKET_BYTES);
  }

  private boolean writeNumbers(int from, int to) {
    for (int i = from; i < to; i++) {
      var _ = here.write(batch(i, i + 1));
      if (i % 7 == 0) {
        here.flush();
      }
    }
    here.flush();
    return true;
  }

  private long pending() {
    ChannelOutboundBuffer queue = here.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes() - 96L * queue.size();
  }

  private static <T> T on(Channel channel, Supplier<T> task)
      throws InterruptedException, ExecutionException {
    return CompletableFuture.supplyAsync(task, channel.eventLoop()).get();
  }

  /// Checks that numbers arrive in order, and reports after each read how many there were.
  private static final class Reader extends ChannelInboundHandlerAdapter {
    final Events<Object> events = new Events<>();
    private final Channel channel;
    private long packets;
    private volatile long stopsAfter = Long.MAX_VALUE;
    volatile @Nullable String failure;

    Reader(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      long number = ((LinkPacket.Pong) message).nonce();
      if (!channel.eventLoop().inEventLoop()) {
        failure = "read on another loop";
      }
      if (number != packets) {
        failure = number + " came as number " + packets;
      }
      packets++;
      if (packets == stopsAfter) {
        channel.config().setAutoRead(false);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      events.add(packets);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      events.add("inactive");
    }
  }
}
