package io.realtimegateway.link.channel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.codec.Decoded;
import io.realtimegateway.protocol.codec.PacketDecoder;
import io.realtimegateway.protocol.codec.PacketEncoder;
import io.realtimegateway.protocol.packet.Packet;
import java.util.function.Supplier;

/// Turns packets into the frames of `docs/PROTOCOL.md` and back: the first handler of a link over
/// TCP. Links inside the process have none.
///
/// A [PacketBatch] is written as one buffer. Decoded packets are passed on one by one while the
/// link reads: its [ReadStage] is checked before each one. A malformed frame is passed on as the
/// user event [Decoded.Malformed]; the link then ends, and nothing after the frame is decoded.
public final class FrameCodec extends ChannelDuplexHandler {
  private final Supplier<ReadStage> stage;
  private final LinkMetrics metrics;
  private final PartialFrame partial = new PartialFrame();
  private boolean isPaused;

  /// @param stage gives what the link reads at the moment
  /// @param metrics counts frames and bytes that are read
  public FrameCodec(Supplier<ReadStage> stage, LinkMetrics metrics) {
    this.stage = stage;
    this.metrics = metrics;
  }

  // ---- reading

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf read = (ByteBuf) message;
    int bytes = read.readableBytes();
    decode(context, partial.followedBy(read), bytes);
  }

  /// Decodes what was kept while the link paused before it reads more.
  @Override
  public void read(ChannelHandlerContext context) {
    if (isPaused && stage.get() != ReadStage.PAUSED) {
      isPaused = false;
      ByteBuf kept = partial.take();
      if (kept != null) {
        decode(context, kept, 0);
        context.fireChannelReadComplete();
      }
    }
    context.read();
  }

  private void decode(ChannelHandlerContext context, ByteBuf in, int bytes) {
    int frames = 0;
    try {
      while (next(context, in)) {
        frames++;
      }
    } finally {
      metrics.read(frames, bytes);
      if (stage.get() == ReadStage.ENDED) {
        in.release();
      } else {
        partial.keep(in, context.alloc());
      }
    }
  }

  /// Passes one packet on; false if there is none, or the link reads none.
  private boolean next(ChannelHandlerContext context, ByteBuf in) {
    return switch (stage.get()) {
      case HANDSHAKE -> passOn(context, PacketDecoder.decodeHandshake(in));
      case OPEN -> passOn(context, PacketDecoder.decode(in, Limits.MAX_PAYLOAD_BYTES));
      case PAUSED -> {
        isPaused = true;
        yield false;
      }
      case ENDED -> false;
    };
  }

  private static boolean passOn(ChannelHandlerContext context, Decoded decoded) {
    return switch (decoded) {
      case Decoded.Whole(Packet packet) -> {
        context.fireChannelRead(packet);
        yield true;
      }
      case Decoded.NeedMore _ -> false;
      case Decoded.Malformed malformed -> {
        context.fireUserEventTriggered(malformed);
        yield false;
      }
    };
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    discard();
    context.fireChannelInactive();
  }

  /// Releases the kept bytes.
  public void discard() {
    partial.discard();
  }

  // ---- writing

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ByteBuf frames;
    try {
      frames = encode((PacketBatch) message, context.alloc());
    } catch (RuntimeException failure) {
      // The other side would miss packets without noticing: the link must end.
      promise.setFailure(failure);
      context.fireExceptionCaught(failure);
      return;
    }
    var _ = context.write(frames, promise);
  }

  private static ByteBuf encode(PacketBatch batch, ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(batch.bytes());
    boolean isWhole = false;
    try {
      for (Packet packet : batch.packets()) {
        PacketEncoder.encode(packet, out);
      }
      isWhole = true;
    } finally {
      if (!isWhole) {
        out.release();
      }
    }
    assert out.readableBytes() == batch.bytes()
        : "the announced size is not the size of the frames";
    return out;
  }
}
