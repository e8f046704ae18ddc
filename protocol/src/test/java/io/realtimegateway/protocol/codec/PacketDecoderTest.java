package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PacketDecoderTest {
  @Test
  void anEmptyBufferNeedsMore() {
    assertThat(Frames.decode(new byte[0])).isEqualTo(Decoded.NeedMore.INSTANCE);
  }

  @Test
  void aWrongMagicIsMalformedAtItsFirstByte() {
    Frames.assertMalformed(new byte[] {'G'}, "wrong magic byte 71");
  }

  @Test
  void anUnknownOpcodeIsMalformedAtItsByte() {
    Frames.assertMalformed(new byte[] {(byte) Limits.MAGIC, (byte) 255}, "unknown opcode 255");
    Frames.assertMalformed(new byte[] {(byte) Limits.MAGIC, 0}, "unknown opcode 0");
  }

  @Test
  void aLengthOverTheLimitIsMalformedBeforeThePayloadArrives() {
    byte[] header = HexFormat.of().parseHex("890300100001");
    Frames.assertMalformed(header, "PING: payload of 1048577 bytes is over the limit of 1048576");
    byte[] largest = HexFormat.of().parseHex("8903ffffffff");
    Frames.assertMalformed(
        largest, "PING: payload of 4294967295 bytes is over the limit of 1048576");
  }

  @Test
  void aMalformedFrameLeavesTheBufferUnchanged() {
    ByteBuf in = Unpooled.wrappedBuffer(Frames.frame(Opcode.PONG, new byte[7]), new byte[20]);
    assertThat(PacketDecoder.decode(in, Limits.MAX_PAYLOAD_BYTES))
        .isEqualTo(new Decoded.Malformed("PONG: the payload is too short"));
    assertThat(in.readerIndex()).isZero();
    assertThat(in.readableBytes()).isEqualTo(Limits.HEADER_BYTES + 7 + 20);
  }

  @Test
  void aPayloadLongerThanItsFieldsIsMalformed() {
    Frames.assertMalformed(
        Frames.frame(Opcode.PONG, new byte[9]), "PONG: the payload is longer than its fields");
  }

  @Test
  void anInvalidFieldIsMalformedWithItsName() {
    Frames.assertMalformed(
        Frames.frame(Opcode.REDEEMED, new byte[8]),
        "REDEEMED: request must be 1..9223372036854775807");
  }

  @Test
  void aFlagOtherThan0Or1IsMalformed() {
    Frames.assertMalformed(
        Frames.frame(Opcode.PRESENCE, HexFormat.of().parseHex("000000000000000502")),
        "PRESENCE: a flag must be 0 or 1");
  }

  @Test
  void anUnknownNumberOfAnEnumIsMalformed() {
    Frames.assertMalformed(
        Frames.frame(Opcode.RESET, HexFormat.of().parseHex("0000000000000001000000000000000104")),
        "RESET: unknown number 4 of ResetReason");
  }

  @Test
  void aListCountBeyondThePayloadIsMalformed() {
    Frames.assertMalformed(
        Frames.frame(Opcode.AUDIENCE_ADD, HexFormat.of().parseHex("00000001ffff0000000000000001")),
        "AUDIENCE_ADD: the payload is too short");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0af", "eda080", "f4908080", "80", "c3", "e282", "ff", "efbfbdff"})
  void aTextThatIsNotUtf8IsMalformed(String hex) {
    Frames.assertMalformed(
        endSession(HexFormat.of().parseHex(hex)), "END_SESSION: a text is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "Grüße", "\uFFFD", "a\uFFFDb\uFFFF", "👋", "\uE000\uD7FF"})
  void aTextThatIsUtf8IsAccepted(String text) {
    assertThat(Frames.decode(endSession(text.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(Decoded.Whole.class);
  }

  @Test
  void aPacketInPlaceOfAnEventIsMalformedHoweverDeepItIs() {
    ByteBuf deep = Unpooled.buffer();
    for (int i = 0; i < 30_000; i++) {
      deep.writeInt(1)
          .writeByte(0)
          .writeLong(0)
          .writeLong(0)
          .writeByte(Opcode.DELIVER.number())
          .writeInt(0x000F0000);
    }
    Frames.assertMalformed(
        Frames.frame(Opcode.DELIVER, ByteBufUtil.getBytes(deep)),
        "DELIVER: opcode 29 is not an event");
  }

  @Test
  void anEventThatIsLongerThanThePayloadIsMalformed() {
    Frames.assertMalformed(
        deliver("0e0000000a000000000000000501"), "DELIVER: the event is longer than the payload");
    Frames.assertMalformed(
        deliver("0effffffff000000000000000501"), "DELIVER: the event is longer than the payload");
    Frames.assertMalformed(
        deliver("0e0000000a00000000000000050100"), "DELIVER: the event is longer than its fields");
    Frames.assertMalformed(
        deliver("0e0000000800000000000000050100"), "DELIVER: the payload is too short");
  }

  @Test
  void onlyTheHandshakeIsReadBeforeTheSecretIsProven() {
    for (Packet packet : Samples.ALL.values()) {
      Decoded decoded =
          PacketDecoder.decodeHandshake(Unpooled.wrappedBuffer(Frames.encode(packet)));
      boolean opens =
          packet instanceof LinkPacket.Challenge
              || packet instanceof LinkPacket.Hello
              || packet instanceof LinkPacket.Welcome
              || packet instanceof Answer.Failure;
      assertThat(decoded instanceof Decoded.Whole).as("%s", packet).isEqualTo(opens);
    }
  }

  @Test
  void aLongFrameIsRefusedBeforeTheSecretIsProven() {
    byte[] header = HexFormat.of().parseHex("891200001001");
    assertThat(PacketDecoder.decodeHandshake(Unpooled.wrappedBuffer(header)))
        .isEqualTo(new Decoded.Malformed("HELLO: payload of 4097 bytes is over the limit of 4096"));
  }

  private static byte[] endSession(byte[] reason) {
    ByteBuf payload = Unpooled.buffer();
    payload.writeLong(1).writeShort(1000).writeShort(reason.length).writeBytes(reason);
    return Frames.frame(Opcode.END_SESSION, ByteBufUtil.getBytes(payload));
  }

  private static byte[] deliver(String event) {
    ByteBuf payload = Unpooled.buffer();
    payload
        .writeInt(1)
        .writeByte(0)
        .writeLong(0)
        .writeLong(0)
        .writeBytes(HexFormat.of().parseHex(event));
    return Frames.frame(Opcode.DELIVER, ByteBufUtil.getBytes(payload));
  }
}
