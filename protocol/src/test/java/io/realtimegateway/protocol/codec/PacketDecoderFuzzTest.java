package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.Limits;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes are a packet, the beginning of one or malformed, and a packet has only one form.
/// Explores for five seconds in the normal build; `JAZZER_MAX_DURATION=1h make fuzz` explores for
/// longer.
final class PacketDecoderFuzzTest {
  static Stream<byte[]> seeds() {
    return Samples.ALL.values().stream()
        .map(Frames::encode)
        .flatMap(frame -> Stream.of(frame, headless(frame)));
  }

  /// Input that begins with the magic byte is decoded as it is; other input is an opcode and a
  /// payload whose length is added here, so that the fuzzer need not find correct lengths.
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "5s")
  void anyBytesAreDecodedAndAPacketHasOneForm(byte[] input) {
    byte[] bytes = input.length == 0 || (input[0] & 0xFF) == Limits.MAGIC ? input : framed(input);
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    switch (PacketDecoder.decode(in, Limits.MAX_PAYLOAD_BYTES)) {
      case Decoded.Whole(var packet) -> {
        ByteBuf out = Unpooled.buffer();
        PacketEncoder.encode(packet, out);
        assertThat(ByteBufUtil.getBytes(out))
            .isEqualTo(ByteBufUtil.getBytes(in, 0, in.readerIndex()));
      }
      case Decoded.NeedMore _ -> assertThat(in.readerIndex()).isZero();
      case Decoded.Malformed(String cause) -> {
        assertThat(in.readerIndex()).isZero();
        assertThat(cause).isNotEmpty();
      }
    }
    assertThat(in.writerIndex()).isEqualTo(bytes.length);
  }

  private static byte[] framed(byte[] input) {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(Limits.MAGIC)
        .writeByte(input[0])
        .writeInt(input.length - 1)
        .writeBytes(input, 1, input.length - 1);
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] headless(byte[] frame) {
    byte[] input = Arrays.copyOfRange(frame, Limits.HEADER_BYTES - 1, frame.length);
    input[0] = frame[1];
    return input;
  }
}
