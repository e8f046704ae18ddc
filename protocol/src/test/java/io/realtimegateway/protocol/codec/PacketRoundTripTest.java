package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Packet;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;

final class PacketRoundTripTest {
  @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
  void aPacketIsDecodedAsItWasEncoded(@ForAll("packets") Packet packet) {
    assertThat(Frames.decode(Frames.encode(packet))).isEqualTo(new Decoded.Whole(packet));
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void framesBehindEachOtherAreReadInOrder(
      @ForAll @Size(min = 1, max = 8) List<@From("packets") Packet> packets) {
    ByteBuf buffer = Unpooled.directBuffer();
    packets.forEach(packet -> PacketEncoder.encode(packet, buffer));
    for (Packet packet : packets) {
      assertThat(PacketDecoder.decode(buffer, Limits.MAX_PAYLOAD_BYTES))
          .isEqualTo(new Decoded.Whole(packet));
    }
    assertThat(PacketDecoder.decode(buffer, Limits.MAX_PAYLOAD_BYTES))
        .isEqualTo(Decoded.NeedMore.INSTANCE);
    buffer.release();
  }

  @Provide
  Arbitrary<Packet> packets() {
    return ArbitraryPackets.any();
  }
}
