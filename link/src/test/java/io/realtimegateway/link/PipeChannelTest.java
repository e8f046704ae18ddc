package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.nio.channels.ClosedChannelException;
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

/// A connection inside the process, as bytes.
@Timeout(60)
final class PipeChannelTest {
  private static final int NUMBERS = 100_000;
  private static final int BUFFER = 16 * 1024;

  private final Fixture.Loops loops = new Fixture.Loops(2, false);
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final PipeChannel here = new PipeChannel();
  private final PipeChannel there = here.peer();

  @AfterEach
  void everythingIsGivenBack() throws Exception {
    here.close().sync();
    there.closeFuture().sync();
    loops.close();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void bytesArriveWholeAndInOrderOnTheLoopOfTheirReader(int loop) throws Exception {
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
            var _ = there.writeAndFlush(there.alloc().buffer(4).writeInt(i));
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
  void whatIsNotReadIsBoundedAndTheRestWaitsInTheWriter(int loop) throws Exception {
    Reader reader = register(loop);
    on(there, () -> there.config().setAutoRead(false));
    int buffers = 3 * PipeChannel.ROOM_BYTES / BUFFER;
    for (int i = 0; i < buffers; i++) {
      on(here, () -> here.writeAndFlush(here.alloc().buffer(BUFFER).writeZero(BUFFER)));
    }
    assertThat(on(here, this::pending)).isEqualTo(2L * PipeChannel.ROOM_BYTES);
    assertThat(on(there, () -> reader.bytes)).isZero();
    on(there, () -> there.config().setAutoRead(true));
    reader.events.await(event -> event instanceof Long sum && sum == (long) buffers * BUFFER / 4);
    assertThat(on(here, this::pending)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whatWasFlushedBeforeTheEndIsReadBeforeTheEnd(int loop) throws Exception {
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
  void anEndThatIsNotReadHearsOfTheOthersEnd() throws Exception {
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
          return here.writeAndFlush(here.alloc().buffer().writeInt(1))
              .addListener(done -> failed.complete(done.cause()));
        });
    assertThat(failed.get(20, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
    here.closeFuture().sync();
  }

  @Test
  void whatCameBeforeTheOtherEndHadALoopIsReadWhenItHasOne() throws Exception {
    prepare(here);
    loops.all.getFirst().register(here).sync();
    on(here, () -> writeNumbers(0, 10));
    Reader reader = new Reader(there);
    prepare(there);
    there.pipeline().addLast(reader);
    loops.all.getLast().register(there).sync();
    reader.events.await(event -> event instanceof Long sum && sum == 10);
  }

  @Test
  void anEndThatWasClosedBeforeTheOtherHadALoopIsNoticed() throws Exception {
    prepare(here);
    prepare(there);
    loops.all.getFirst().register(here).sync();
    on(here, here::close);
    loops.all.getLast().register(there).sync();
    there.closeFuture().sync();
    assertThat(there.isOpen()).isFalse();
  }

  /// Registers this end on the first loop, and the other on one of them.
  private Reader register(int loop) throws Exception {
    Reader reader = new Reader(there);
    prepare(here);
    prepare(there);
    there.pipeline().addLast(reader);
    loops.all.get(loop).register(there).sync();
    loops.all.getFirst().register(here).sync();
    return reader;
  }

  private void prepare(Channel end) {
    end.config().setAllocator(allocator);
  }

  private boolean writeNumbers(int from, int to) {
    for (int i = from; i < to; i++) {
      var _ = here.write(here.alloc().buffer(4).writeInt(i));
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

  /// Checks that integers come in order, and tells after each read how many there were.
  private static final class Reader extends ChannelInboundHandlerAdapter {
    final Events<Object> events = new Events<>();
    private final Channel channel;
    private long bytes;
    volatile @Nullable String failure;

    Reader(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf read = (ByteBuf) message;
      if (!channel.eventLoop().inEventLoop()) {
        failure = "read on another loop";
      }
      if (read.readableBytes() == 4 && read.getInt(read.readerIndex()) != bytes / 4) {
        failure = read.getInt(read.readerIndex()) + " came as number " + bytes / 4;
      }
      bytes += read.readableBytes();
      read.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      events.add(bytes / 4);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      events.add("inactive");
    }
  }
}
