package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Packet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GoldenVectorTest {
  static final Path VECTORS = Path.of("src/test/resources/vectors");

  static Stream<String> names() {
    return Samples.ALL.keySet().stream();
  }

  @Test
  void everyPacketHasAVector() {
    assertThat(Samples.ALL.values().stream().map(Packet::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Family.RECORDS.stream().map(GoldenVectorTest::packet).toList());
  }

  @Test
  void everyVectorIsTested() throws IOException {
    try (Stream<Path> files = Files.list(VECTORS)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".hex", "")))
          .containsExactlyInAnyOrderElementsOf(Samples.ALL.keySet());
    }
  }

  @Test
  void everyOpcodeIsNamedAfterItsPacket() {
    assertThat(Arrays.stream(Opcode.values()).map(Opcode::name))
        .containsExactlyInAnyOrderElementsOf(
            Family.RECORDS.stream().map(GoldenVectorTest::constantName).toList());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPacketIsWrittenAsItsVector(String name) throws IOException {
    Packet packet = packet(name);
    assertThat(HexFormat.of().formatHex(Frames.encode(packet)))
        .isEqualTo(HexFormat.of().formatHex(bytes(name)));
    assertThat(name.replaceFirst("-.*", "")).isEqualTo(packet.getClass().getSimpleName());
  }

  @ParameterizedTest
  @MethodSource("names")
  void aVectorIsReadAsItsPacket(String name) throws IOException {
    assertThat(Frames.decode(bytes(name))).isEqualTo(new Decoded.Whole(packet(name)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyPartOfAVectorNeedsMoreAndMovesNothing(String name) throws IOException {
    byte[] bytes = bytes(name);
    ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length);
    try {
      for (byte next : bytes) {
        assertThat(PacketDecoder.decode(in, Limits.MAX_PAYLOAD_BYTES))
            .isEqualTo(Decoded.NeedMore.INSTANCE);
        assertThat(in.readerIndex()).isZero();
        in.writeByte(next);
      }
      assertThat(PacketDecoder.decode(in, Limits.MAX_PAYLOAD_BYTES))
          .isEqualTo(new Decoded.Whole(packet(name)));
      assertThat(in.isReadable()).isFalse();
    } finally {
      in.release();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFrameEndsWhereTheNextBegins(String name) throws IOException {
    byte[] bytes = bytes(name);
    ByteBuf in = Unpooled.wrappedBuffer(bytes, bytes);
    assertThat(PacketDecoder.decode(in, Limits.MAX_PAYLOAD_BYTES))
        .isEqualTo(new Decoded.Whole(packet(name)));
    assertThat(in.readerIndex()).isEqualTo(bytes.length);
    assertThat(PacketDecoder.decode(in, Limits.MAX_PAYLOAD_BYTES))
        .isEqualTo(new Decoded.Whole(packet(name)));
    assertThat(in.isReadable()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPayloadThatIsShorterOrLongerThanItsFieldsIsMalformed(String name) throws IOException {
    byte[] bytes = bytes(name);
    int payload = bytes.length - Limits.HEADER_BYTES;
    for (int length = 0; length < payload; length++) {
      assertThat(Frames.decode(resized(bytes, length))).isInstanceOf(Decoded.Malformed.class);
    }
    assertThat(Frames.decode(resized(bytes, payload + 1))).isInstanceOf(Decoded.Malformed.class);
  }

  private static byte[] resized(byte[] bytes, int payload) {
    byte[] resized = Arrays.copyOf(bytes, Limits.HEADER_BYTES + payload);
    Unpooled.wrappedBuffer(resized).setInt(2, payload);
    return resized;
  }

  private static Packet packet(String name) {
    return Objects.requireNonNull(Samples.ALL.get(name));
  }

  private static Class<? extends Packet> packet(Class<?> type) {
    return type.asSubclass(Packet.class);
  }

  private static String constantName(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  private static byte[] bytes(String name) throws IOException {
    try (Stream<String> lines = Files.lines(VECTORS.resolve(name + ".hex"))) {
      return HexFormat.of()
          .parseHex(
              lines
                  .map(line -> line.replaceFirst("#.*", "").replace(" ", ""))
                  .collect(Collectors.joining()));
    }
  }
}
