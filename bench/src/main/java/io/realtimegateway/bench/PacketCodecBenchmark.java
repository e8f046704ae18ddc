package io.realtimegateway.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.codec.Decoded;
import io.realtimegateway.protocol.codec.PacketDecoder;
import io.realtimegateway.protocol.codec.PacketEncoder;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// The cost of writing and reading a frame, in pooled direct memory as on a link. Run with `-prof
/// gc` for bytes allocated.
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
      "--sun-misc-unsafe-memory-access=allow",
      "-Djmh.executor=CUSTOM",
      "-Djmh.executor.class=io.realtimegateway.bench.EventLoopThreads"
    })
public class PacketCodecBenchmark {
  private static final String NAME = "019f0000-0000-7000-8000-000000000001";
  private static final String CONTENT =
      "A message of ordinary length, as people write them: about a hundred letters, blanks and points in all.";
  private static final String WIDE = "Сообщение обычной длины, 普通の長さのメッセージ, Grüße und ein 👋 dazu.";
  private static final long TIME = 1_790_000_000_123L;

  /// Which packet.
  public enum Kind {
    SEND_MESSAGE,
    SEND_MESSAGE_WIDE,
    ACK,
    DELIVER,
    DELIVER_WIDE,
    DELIVER_TYPING,
    PING,
    DIRECT_PRESENCE,
    RESUME,
    CHANGES_50,
    AUDIENCE_DEFINE_500,
    AUDIENCE_ADD,
    AUDIENCE_REMOVE
  }

  /// Which packet is written and read.
  @Param public Kind kind = Kind.DELIVER;

  private Packet packet = packet(Kind.DELIVER);
  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(1 << 16);
  private final ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(1 << 16);

  /// Makes the packet and its frame.
  @Setup
  public void prepare() {
    packet = packet(kind);
    PacketEncoder.encode(packet, frame.clear());
  }

  /// Releases the buffers.
  @TearDown
  public void release() {
    out.release();
    frame.release();
  }

  /// Writes the whole packet.
  @Benchmark
  public int encode() {
    PacketEncoder.encode(packet, out.clear());
    return out.writerIndex();
  }

  /// Reads the whole packet.
  @Benchmark
  public Decoded decode() {
    return PacketDecoder.decode(frame.readerIndex(0), Limits.MAX_PAYLOAD_BYTES);
  }

  private static Packet packet(Kind kind) {
    return switch (kind) {
      case SEND_MESSAGE -> send(CONTENT);
      case SEND_MESSAGE_WIDE -> send(WIDE);
      case ACK -> new Answer.Ack(7, 42, 123_456_789_012L, 7, TIME, false, false);
      case DELIVER -> deliver(message(CONTENT));
      case DELIVER_WIDE -> deliver(message(WIDE));
      case DELIVER_TYPING -> deliver(new Event.TypingEvent(42, 5, true));
      case PING -> new LinkPacket.Ping(1, List.of(new Position(61, 1, 12), new Position(62, 1, 9)));
      case AUDIENCE_DEFINE_500 ->
          new Delivery.AudienceDefine(1, 42, LongStream.rangeClosed(1000, 1499).boxed().toList());
      case AUDIENCE_ADD -> new Delivery.AudienceAdd(1, List.of(1500L));
      case AUDIENCE_REMOVE -> new Delivery.AudienceRemove(1, List.of(1500L));
      case DIRECT_PRESENCE ->
          new Delivery.Direct(List.of(1500L), 61, 12, new Event.Presence(5, true));
      case RESUME -> new Command.Resume(7, 5, 42, Authority.USER, 100, 99, 200);
      case CHANGES_50 ->
          new Answer.Changes(
              7,
              42,
              99,
              150,
              false,
              LongStream.rangeClosed(101, 150)
                  .mapToObj(seq -> new Answer.Change(seq, 0, message(CONTENT)))
                  .toList());
    };
  }

  private static Packet send(String content) {
    return new Command.SendMessage(7, 5, 42, Authority.USER, NAME, false, content, null);
  }

  private static Event message(String content) {
    return new Event.Message(42, 7, 123_456_789_012L, 5, TIME, content, null, null);
  }

  private static Packet deliver(Event event) {
    return new Delivery.Deliver(1, 61, 12, 0, event);
  }
}
