package io.realtimegateway.gateway.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EarlyBytesTest {
  private static final String HEAD = "GET /ws HTTP/1.1\r\nHost: x\r\n\r\n";

  @Test
  void aHeadWithoutFurtherBytesEndsWithAnEmptyLineHoweverItIsCut() {
    for (int cut = 0; cut <= HEAD.length(); cut++) {
      EarlyBytes bytes = read(HEAD.substring(0, cut), HEAD.substring(cut));
      assertThat(bytes.endWithHead()).as("cut at %d", cut).isTrue();
      assertThat(bytes.count()).isEqualTo(HEAD.length());
    }
    assertThat(read(HEAD.replace("\r", "")).endWithHead()).isTrue();
  }

  @Test
  void bytesAfterTheHeadAreDetected() {
    for (String more : List.of("\u0081", "{}", "\n.", "GET / HTTP/1.1\r\n")) {
      assertThat(read(HEAD + more).endWithHead()).as(more).isFalse();
      assertThat(read(HEAD, more).endWithHead()).as(more).isFalse();
    }
  }

  private static EarlyBytes read(String... chunks) {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.pipeline().addLast("httpDecoder", new ChannelInboundHandlerAdapter());
    EarlyBytes.watch(channel.pipeline());
    for (String chunk : chunks) {
      channel.writeInbound(Unpooled.copiedBuffer(chunk, StandardCharsets.ISO_8859_1));
    }
    EarlyBytes bytes = channel.pipeline().get(EarlyBytes.class);
    channel.finishAndReleaseAll();
    return bytes;
  }
}
