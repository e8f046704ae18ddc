package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class PacketCodecsTest {
  @Test
  void eachRecordOfTheFamilyIsDeclaredUnderOneOpcode() {
    assertThat(Arrays.stream(Opcode.values()).<Object>map(opcode -> PacketCodecs.of(opcode).type()))
        .containsExactlyInAnyOrderElementsOf(Family.RECORDS);
  }

  @Test
  void fieldsThatDoNotMatchTheRecordAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReflectiveCodec<>(LinkPacket.Pong.class, FieldCodecs.U32))
        .withMessageEndingWith("Pong do not match its components");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new ReflectiveCodec<>(LinkPacket.Pong.class, FieldCodecs.U64, FieldCodecs.U64));
  }

  @Test
  void anOpcodeOrRecordThatIsDeclaredTwiceIsRefused() {
    CodecTable<Packet> table = new CodecTable<>();
    table.add(Opcode.PONG, LinkPacket.Pong.class, FieldCodecs.U64);
    assertThatIllegalStateException()
        .isThrownBy(() -> table.add(Opcode.PONG, LinkPacket.Drain.class, FieldCodecs.U64));
    assertThatIllegalStateException()
        .isThrownBy(() -> table.add(Opcode.DRAIN, LinkPacket.Pong.class, FieldCodecs.U64));
  }
}
