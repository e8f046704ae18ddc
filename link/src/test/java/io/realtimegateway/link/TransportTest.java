package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransportTest {
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
}
