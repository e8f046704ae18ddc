package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.realtimegateway.link.connecting.EngineAddress;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkSettingsTest {
  private static final LinkSettings GOOD = LinkSettings.defaults();
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void aValueOutOfRangeIsNamedWithItsKey() {
    refused("link.handshake-timeout", () -> times(Duration.ZERO, SECOND, SECOND, SECOND, SECOND));
    refused("link.ping-interval", () -> times(SECOND, Duration.ZERO, SECOND, SECOND, SECOND));
    refused("link.pong-timeout", () -> times(SECOND, SECOND, Duration.ZERO, SECOND, SECOND));
    refused("link.reconnect-min", () -> times(SECOND, SECOND, SECOND, Duration.ZERO, SECOND));
    refused(
        "link.reconnect-max", () -> times(SECOND, SECOND, SECOND, SECOND, Duration.ofMillis(5)));
    refused("link.outbound.low-water", () -> new LinkSettings.OutboundLimits(1, 2000, 2 << 20));
    refused(
        "link.outbound.high-water", () -> new LinkSettings.OutboundLimits(1024, 3 << 20, 2 << 20));
    refused("link.outbound.hard-limit", () -> new LinkSettings.OutboundLimits(1024, 2000, 1 << 20));
    refused("link.requests.count", () -> new LinkSettings.RequestLimits(0, 1 << 20));
    refused("link.requests.bytes", () -> new LinkSettings.RequestLimits(1, 1));
    refused("link.max-handshakes", () -> Fixture.withHandshakes(0));
    refused("link.peer", () -> new EngineAddress("", 1));
    refused("link.peer", () -> new EngineAddress("engine", 0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theTransportOfALoopIsFound(boolean isEpoll) {
    try (var loops = new Fixture.Loops(1, isEpoll)) {
      assertThat(Transport.of(loops.all.getFirst()))
          .isEqualTo(isEpoll ? Transport.EPOLL : Transport.NIO);
    }
  }

  @Test
  void aLoopWithoutSocketsIsRefused() {
    EventLoop loop = new DefaultEventLoop();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Transport.of(loop))
        .withMessageStartingWith("links need an epoll or NIO event loop");
    var _ = loop.shutdownGracefully();
  }

  private static void refused(String key, ThrowingCallable task) {
    assertThatIllegalArgumentException().isThrownBy(task).withMessageStartingWith(key);
  }

  private static LinkSettings times(
      Duration handshake, Duration ping, Duration pong, Duration least, Duration most) {
    return new LinkSettings(
        handshake, ping, pong, least, most, GOOD.outbound(), GOOD.requests(), 1);
  }
}
