package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PacketEncoderTest {
  @Test
  void aPayloadOverTheLimitIsRefusedAndNothingIsWritten() {
    ShardPacket.SessionAddress address = new ShardPacket.SessionAddress(1, 1, 0, 1);
    ShardPacket packet =
        new ShardPacket.Subscribed(1, 1, 0, List.of(), Collections.nCopies(60_000, address));
    ByteBuf out = Unpooled.buffer().writeByte(7);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketEncoder.encode(packet, out))
        .withMessage("SUBSCRIBED of 1560021 bytes is over the limit of 1048576");
    assertThat(out.readableBytes()).isEqualTo(1);
  }

  @Test
  void aFullBufferIsLeftUnchanged() {
    ByteBuf out = Unpooled.buffer(10, 10);
    assertThatThrownBy(() -> PacketEncoder.encode(new LinkPacket.Pong(1), out))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(out.isReadable()).isFalse();
  }
}
