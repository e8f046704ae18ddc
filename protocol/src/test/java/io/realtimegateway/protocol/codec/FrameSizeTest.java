package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FrameSizeTest {
  private static final int ADDRESS_BYTES = 26;
  private static final int OTHER_BYTES = 21;

  @ParameterizedTest
  @MethodSource("samples")
  void eachSampleHasTheSizeOfItsFrame(Packet packet) {
    assertThat(FrameSize.of(packet)).isEqualTo(Frames.encode(packet).length);
  }

  @Property(tries = 3000, shrinking = ShrinkingMode.OFF)
  void anyPacketHasTheSizeOfItsFrame(@ForAll("packets") Packet packet) {
    assertThat(FrameSize.of(packet)).isEqualTo(Frames.encode(packet).length);
  }

  @Test
  void aPayloadIsRefusedExactlyIfTheEncoderRefusesIt() {
    int most = (Limits.MAX_PAYLOAD_BYTES - OTHER_BYTES) / ADDRESS_BYTES;
    assertThat(FrameSize.of(addresses(most))).isEqualTo(Frames.encode(addresses(most)).length);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FrameSize.of(addresses(most + 1)))
        .withMessageEndingWith(" bytes is over the limit of 1048576");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketEncoder.encode(addresses(most + 1), Unpooled.buffer()));
  }

  private static Packet addresses(int count) {
    return new ShardPacket.Subscribed(
        1, 1, 0, List.of(), Collections.nCopies(count, new SessionAddress(1, 1, 0, 1)));
  }

  static Iterable<Packet> samples() {
    return Samples.ALL.values();
  }

  @Provide
  Arbitrary<Packet> packets() {
    return ArbitraryPackets.any();
  }
}
