package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.link.FakeEngine.Event;
import io.realtimegateway.link.connection.Connection;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an engine does with peers that do not behave like a gateway.
@Timeout(60)
final class HostilePeerTest {
  private final Fixture.Loops loops = new Fixture.Loops(2, true);
  private FakeEngine engine;

  @AfterEach
  void stop() throws Exception {
    if (engine != null) {
      engine.close();
    }
    loops.close();
  }

  @Test
  void aPeerThatReadsButNeverAnswersIsSilent() throws Exception {
    start(Fixture.shortTimeouts());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 0)) {
      Answer.Failure words = peer.readUntilClosed();
      assertThat(words.code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(peer.isClosedByOther()).isTrue();
    }
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.SILENT);
  }

  @Test
  void aHalfOpenPeerThatNeitherReadsNorWritesIsSilent() throws Exception {
    start(Fixture.shortTimeouts());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      assertThat(engine.closed().cause()).isEqualTo(LinkClosed.SILENT);
      assertThat(peer.socket.isClosed()).isFalse();
    }
  }

  @Test
  void aPeerThatAnswersPingsStaysLinked() throws Exception {
    start(Fixture.shortTimeouts());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      for (int i = 0; i < 12; i++) {
        peer.write(new LinkPacket.Pong(peer.read(LinkPacket.Ping.class).nonce()));
      }
      assertThat(engine.opened().link().isOpen()).isTrue();
    }
  }

  @Test
  void wrongMagicOnAnOpenLinkIsNamedAndClosed() throws Exception {
    start(Fixture.longTimeouts());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      peer.write(new byte[] {0x17, 0x03});
      assertThat(peer.readUntilClosed().message()).startsWith("wrong magic");
    }
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.MALFORMED);
  }

  @Test
  void aPeerThatNeverReadsIsUnwritableThenClosedAtTheHardLimit() throws Exception {
    start(Fixture.longTimeouts());
    try (RawPeer peer = RawPeer.connect(engine.address, 4096)) {
      peer.write(hello(peer.read(LinkPacket.Challenge.class)));
      peer.read(LinkPacket.Welcome.class);
      Link link = engine.opened().link();
      link.eventLoop().execute(() -> Fixture.flood(link, () -> !link.isWritable()));
      assertThat(engine.events.await(Event.Writable.class).isWritable()).isFalse();
      assertThat(link.isOpen()).isTrue();
      var wasToldInside = new AtomicBoolean();
      link.eventLoop()
          .execute(
              () -> {
                Fixture.flood(link, () -> !link.isOpen());
                wasToldInside.set(
                    engine.events.all().stream().anyMatch(Event.Closed.class::isInstance));
              });
      assertThat(engine.closed().cause()).isEqualTo(LinkClosed.OVERFLOW);
      assertThat(wasToldInside).isFalse();
    }
    engine.awaitCloses("overflow", 1);
  }

  @Test
  void aPeerThatReadsAgainBelowTheHardLimitIsWritableAgain() throws Exception {
    start(Fixture.longTimeouts());
    try (RawPeer peer = RawPeer.connect(engine.address, 4096)) {
      peer.write(hello(peer.read(LinkPacket.Challenge.class)));
      peer.read(LinkPacket.Welcome.class);
      Link link = engine.opened().link();
      var sent = new AtomicInteger();
      link.eventLoop()
          .execute(
              () ->
                  Fixture.flood(
                      link,
                      () -> {
                        sent.incrementAndGet();
                        return !link.isWritable();
                      }));
      engine.events.await(Event.Writable.class);
      for (int i = 0; i < sent.get(); i++) {
        peer.read(SessionPacket.EndSession.class);
      }
      engine.events.await(
          event -> event instanceof Event.Writable(Link _, boolean writable) && writable);
      assertThat(link.isOpen()).isTrue();
    }
  }

  @Test
  void aPausedPeerThatTakesNoQueuedBytesIsSilent() throws Exception {
    start(Fixture.shortTimeouts());
    try (RawPeer peer = RawPeer.connect(engine.address, 4096)) {
      peer.write(hello(peer.read(LinkPacket.Challenge.class)));
      peer.read(LinkPacket.Welcome.class);
      Link link = engine.opened().link();
      link.eventLoop()
          .execute(
              () -> {
                link.reading(false);
                Fixture.flood(link, () -> !link.isWritable());
              });
      assertThat(engine.closed().cause()).isEqualTo(LinkClosed.SILENT);
    }
  }

  @Test
  void aPeerThatIsNotReadIsNotSilent() throws Exception {
    start(Fixture.shortTimeouts());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      Link link = engine.opened().link();
      link.eventLoop().execute(() -> link.reading(false));
      for (int i = 0; i < 12; i++) {
        peer.read(LinkPacket.Ping.class);
      }
      assertThat(link.isOpen()).isTrue();
      peer.write(new SessionPacket.Disconnect(1, 1));
      link.eventLoop().execute(() -> link.reading(true));
      engine.events.await(Event.Received.class);
    }
  }

  @Test
  void singleBytesOfAFrameAreNoSignOfLife() throws Exception {
    start(Fixture.shortTimeouts());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1);
        var drip = Executors.newSingleThreadScheduledExecutor()) {
      var large = new LinkPacket.NotOwner(1, 1, "x".repeat(200), 1);
      peer.drip(drip, RawPeer.bytes(large));
      assertThat(peer.readUntilClosed().code()).isEqualTo(ErrorCode.TIMEOUT);
      drip.shutdownNow();
    }
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.SILENT);
  }

  @Test
  void theCloseReasonReachesAPeerThatKeepsWriting() throws Exception {
    start(Fixture.longTimeouts());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      byte[] junk = new byte[100_000];
      peer.write(junk);
      peer.write(junk);
      assertThat(peer.readUntilClosed().message()).startsWith("wrong magic");
    }
  }

  @Test
  void aPeerThatDoesNotCloseIsCutOff() throws Exception {
    start(Fixture.with(Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofMinutes(1)));
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      Link link = engine.opened().link();
      link.eventLoop().execute(() -> link.close(LinkClosed.LOCAL, "go"));
      assertThat(peer.readUntilClosed().message()).isEqualTo("go");
      var closed = ((Connection) link).channel().closeFuture();
      assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aReceiverThatThrowsHarmsNeitherTheLinkNorTheNextPacket() throws Exception {
    start(Fixture.longTimeouts());
    engine.behaviour =
        (link, packet) -> {
          if (packet instanceof SessionPacket.Disconnect) {
            throw new IllegalStateException("on purpose");
          }
          FakeEngine.acknowledge(link, packet);
        };
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      peer.write(new SessionPacket.Disconnect(1, 1));
      peer.write(new SessionPacket.Register(List.of(), List.of(), true));
      peer.read(SessionPacket.Registered.class);
      assertThat(engine.metric("link.failures", "side", "engine")).isEqualTo(1);
    }
  }

  private void start(LinkLimits settings) throws Exception {
    engine = new FakeEngine(loops.all, settings);
  }

  private static LinkPacket.Hello hello(LinkPacket.Challenge challenge) {
    return RawPeer.hello(challenge, Fixture.SECRET, 1, 1);
  }
}
