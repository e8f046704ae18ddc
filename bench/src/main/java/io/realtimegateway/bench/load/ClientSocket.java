package io.realtimegateway.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One WebSocket of the load: upgrades, answers pings, recognises deliveries without parsing them.
/// Its own frames are masked with zero, which does not change their bytes.
final class ClientSocket extends ChannelInboundHandlerAdapter {

  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  /// Receives the deliveries.
  interface Ear {
    void heard(long number, long intendedNanos, int sender, long nowNanos);
  }

  private final int index;
  private final URI address;
  private final boolean awaitsHello;
  private final Measurement measurement;
  private final Ear ear;
  private final CompletableFuture<ClientSocket> open = new CompletableFuture<>();
  private @Nullable ChannelHandlerContext context;
  private @Nullable ByteBuf rest;
  private boolean isUpgraded;
  private int contentGuess;

  /// Not connected yet.
  ///
  /// @param index of this socket among all
  /// @param awaitsHello whether the server sends `hello`
  ClientSocket(int index, URI address, boolean awaitsHello, Measurement measurement, Ear ear) {
    this.index = index;
    this.address = address;
    this.awaitsHello = awaitsHello;
    this.measurement = measurement;
    this.ear = ear;
  }

  int index() {
    return index;
  }

  /// Completes when messages may be sent.
  CompletableFuture<ClientSocket> open() {
    return open;
  }

  EventLoop eventLoop() {
    return (EventLoop) connected().executor();
  }

  /// Writes a message without a flush; on the event loop.
  ///
  /// @param number of the message among all
  void write(String conversation, long number, long intendedNanos, int length) {
    ChannelHandlerContext to = connected();
    byte[] head =
        ("{\"type\":\"send_message\",\"payload\":{\"conversationID\":"
                + conversation
                + ",\"content\":\"")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] tail =
        ("\"},\"ref\":\"" + MeasuredContent.ref(number, intendedNanos) + "\"}")
            .getBytes(StandardCharsets.US_ASCII);
    int payload = head.length + length + tail.length;
    ByteBuf frame = to.alloc().directBuffer(payload + 14);
    header(frame, TEXT, payload);
    frame.writeBytes(head);
    MeasuredContent.write(frame, number, intendedNanos, index, length);
    frame.writeBytes(tail);
    var _ = to.write(frame, to.voidPromise());
    measurement.sent();
  }

  void flush() {
    connected().flush();
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    String request =
        """
        GET %s HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """
            .formatted(address.getRawPath() + "?" + address.getRawQuery(), address.getAuthority());
    var _ =
        ctx.writeAndFlush(
            Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII), ctx.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = joined((ByteBuf) message);
    try {
      long now = System.nanoTime();
      boolean goOn = isUpgraded || upgrade(in);
      while (goOn) {
        goOn = frame(ctx, in, now);
      }
    } finally {
      keep(in);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (rest != null) {
      rest.release();
      rest = null;
    }
    if (!open.completeExceptionally(new IllegalStateException("closed during the upgrade"))) {
      measurement.failed();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    open.completeExceptionally(cause);
    var _ = ctx.close();
  }

  private ChannelHandlerContext connected() {
    if (context == null) {
      throw new IllegalStateException("not connected");
    }
    return context;
  }

  private ByteBuf joined(ByteBuf read) {
    if (rest == null) {
      return read;
    }
    ByteBuf before = rest;
    rest = null;
    ByteBuf both = before.alloc().buffer(before.readableBytes() + read.readableBytes());
    both.writeBytes(before).writeBytes(read);
    before.release();
    read.release();
    return both;
  }

  private void keep(ByteBuf in) {
    if (in.isReadable()) {
      rest = in;
    } else {
      in.release();
    }
  }

  private boolean upgrade(ByteBuf in) {
    int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(END_OF_HEAD), in);
    if (end < 0) {
      return false;
    }
    String head = in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.US_ASCII);
    if (!head.startsWith("HTTP/1.1 101")) {
      open.completeExceptionally(new IllegalStateException(head));
      in.skipBytes(in.readableBytes());
      return false;
    }
    in.readerIndex(end + END_OF_HEAD.length);
    isUpgraded = true;
    if (!awaitsHello) {
      open.complete(this);
    }
    return true;
  }

  /// Handles one frame.
  ///
  /// @return false if no complete frame is left
  private boolean frame(ChannelHandlerContext ctx, ByteBuf in, long now) {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    if (readable < 2) {
      return false;
    }
    int opcode = in.getByte(start) & 0x0f;
    int short7 = in.getByte(start + 1) & 0x7f;
    int head = short7 < 126 ? 2 : short7 == 126 ? 4 : 10;
    if (readable < head) {
      return false;
    }
    int length =
        switch (head) {
          case 2 -> short7;
          case 4 -> in.getUnsignedShort(start + 2);
          default -> Math.toIntExact(in.getLong(start + 2));
        };
    if (readable < head + length) {
      return false;
    }
    payload(ctx, opcode, in, start + head, start + head + length, now);
    in.readerIndex(start + head + length);
    return true;
  }

  private void payload(
      ChannelHandlerContext ctx, int opcode, ByteBuf in, int start, int end, long now) {
    switch (opcode) {
      case TEXT -> text(in, start, end, now);
      case PING -> pong(ctx, in, start, end);
      case CLOSE -> {
        var _ = ctx.close();
      }
      default -> {}
    }
  }

  private void text(ByteBuf in, int start, int end, long now) {
    int content = MeasuredContent.find(in, start, end, contentGuess);
    if (content >= 0) {
      contentGuess = content - start;
      long intended = MeasuredContent.intendedNanos(in, content);
      ear.heard(
          MeasuredContent.number(in, content), intended, MeasuredContent.sender(in, content), now);
      return;
    }
    // {"type":"ack", {"type":"hello", {"type":"error"
    switch (end - start > 10 ? in.getByte(start + 9) : 0) {
      case 'a' -> measurement.acked(MeasuredContent.intendedNanosOfAck(in, start, end), now);
      case 'h' -> open.complete(this);
      case 'e' -> {
        measurement.failed();
        System.err.println(MeasuredContent.shown(in, start, end));
      }
      default -> {}
    }
  }

  private static void pong(ChannelHandlerContext ctx, ByteBuf in, int start, int end) {
    ByteBuf pong = ctx.alloc().directBuffer(end - start + 14);
    header(pong, 10, end - start);
    pong.writeBytes(in, start, end - start);
    var _ = ctx.writeAndFlush(pong, ctx.voidPromise());
  }

  private static void header(ByteBuf frame, int opcode, int length) {
    frame.writeByte(0x80 | opcode);
    if (length < 126) {
      frame.writeByte(0x80 | length);
    } else {
      frame.writeByte(0x80 | 126).writeShort(length);
    }
    frame.writeInt(0);
  }
}
