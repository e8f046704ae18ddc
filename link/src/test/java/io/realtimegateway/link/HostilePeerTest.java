package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.link.FakeEngine.Event;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an engine does with the other ends that no gateway is.
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
    start(Fixture.hasty());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 0)) {
      Answer.Failure words = peer.readUntilClosed();
      assertThat(words.code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(peer.isClosedByOther()).isTrue();
    }
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.SILENT);
  }

  @Test
  void aHalfOpenPeerThatNeitherReadsNorWritesIsSilent() throws Exception {
    start(Fixture.hasty());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      assertThat(engine.closed().cause()).isEqualTo(LinkClosed.SILENT);
      assertThat(peer.socket.isClosed()).isFalse();
    }
  }

  @Test
  void aPeerThatAnswersPingsStays() throws Exception {
    start(Fixture.hasty());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      for (int i = 0; i < 12; i++) {
        peer.write(new LinkPacket.Pong(peer.read(LinkPacket.Ping.class).nonce()));
      }
      assertThat(engine.opened().link().isOpen()).isTrue();
    }
  }

  @Test
  void wrongMagicBeforeTheHandshakeIsNamedAndClosed() throws Exception {
    start(Fixture.patient());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      peer.read(LinkPacket.Challenge.class);
      peer.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(peer.readUntilClosed().message()).startsWith("wrong magic");
      assertThat(peer.isClosedByOther()).isTrue();
    }
    awaitCloses("malformed", 1);
    assertThat(engine.events.all()).isEmpty();
  }

  @Test
  void wrongMagicOnAnOpenLinkIsNamedAndClosed() throws Exception {
    start(Fixture.patient());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      peer.write(new byte[] {0x17, 0x03});
      assertThat(peer.readUntilClosed().message()).startsWith("wrong magic");
    }
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.MALFORMED);
  }

  @Test
  void aFrameOverTheLimitBeforeTheProofIsRefusedByItsLengthAlone() throws Exception {
    start(Fixture.patient());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      byte[] hello = RawPeer.bytes(hello(peer.read(LinkPacket.Challenge.class)));
      peer.write((byte) 0x89, hello[1], (byte) 0, (byte) 0, (byte) 0x10, (byte) 1);
      assertThat(peer.readUntilClosed().message()).contains("4097", "over the limit of 4096");
    }
  }

  @Test
  void nothingButHelloIsDecodedBeforeTheProof() throws Exception {
    start(Fixture.patient());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      peer.read(LinkPacket.Challenge.class);
      peer.write(new SessionPacket.Register(List.of(), List.of(), true));
      assertThat(peer.readUntilClosed().message()).startsWith("unexpected opcode");
    }
    assertThat(engine.events.all()).isEmpty();
  }

  @Test
  void aWrongSecretIsRefused() throws Exception {
    start(Fixture.patient());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      var challenge = peer.read(LinkPacket.Challenge.class);
      peer.write(RawPeer.hello(challenge, Fixture.OTHER_SECRET, 1, 0));
      Answer.Failure words = peer.readUntilClosed();
      assertThat(words.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
      assertThat(peer.isClosedByOther()).isTrue();
    }
    awaitCloses("refused", 1);
    assertThat(engine.events.all()).isEmpty();
  }

  @Test
  void aReplayedHelloIsRefused() throws Exception {
    start(Fixture.patient());
    byte[] heard;
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      heard = RawPeer.bytes(hello(peer.read(LinkPacket.Challenge.class)));
      peer.write(heard);
      peer.read(LinkPacket.Welcome.class);
    }
    try (RawPeer thief = RawPeer.connect(engine.address)) {
      thief.read(LinkPacket.Challenge.class);
      thief.write(heard);
      assertThat(thief.readUntilClosed().code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    }
    assertThat(engine.events.await(1, Event.Opened.class::isInstance)).hasSize(1);
  }

  @Test
  void aSecondHelloOnAnOpenLinkIsRefused() throws Exception {
    start(Fixture.patient());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      var hello = hello(peer.read(LinkPacket.Challenge.class));
      peer.write(hello);
      peer.read(LinkPacket.Welcome.class);
      peer.write(hello);
      assertThat(peer.readUntilClosed().message()).isEqualTo("hands were shaken already");
    }
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.REFUSED);
  }

  @Test
  void theSameLoopAgainReplacesItsOlderLinkBeforeItIsOpened() throws Exception {
    start(Fixture.patient());
    try (RawPeer older = RawPeer.linked(engine.address, 1, 1);
        RawPeer elsewhere = RawPeer.linked(engine.address, 1, 0);
        RawPeer newer = RawPeer.linked(engine.address, 1, 1)) {
      assertThat(older.readUntilClosed().code()).isEqualTo(ErrorCode.CONFLICT);
      var onLoop =
          engine.events.await(4, _ -> true).stream()
              .filter(event -> !event.link().equals(linkOf(0)))
              .toList();
      assertThat(onLoop.get(0)).isInstanceOf(Event.Opened.class);
      assertThat(onLoop.get(1))
          .isEqualTo(new Event.Closed(onLoop.get(0).link(), LinkClosed.REPLACED));
      assertThat(onLoop.get(2)).isInstanceOf(Event.Opened.class);
      newer.write(new SessionPacket.Register(List.of(), List.of(), true));
      newer.read(SessionPacket.Registered.class);
      elsewhere.write(new SessionPacket.Register(List.of(), List.of(), true));
      elsewhere.read(SessionPacket.Registered.class);
    }
  }

  @Test
  void aPeerThatNeverReadsIsUnwritableThenClosedAtTheHardLimit() throws Exception {
    start(Fixture.patient());
    try (RawPeer peer = RawPeer.connect(engine.address, 4096)) {
      peer.write(hello(peer.read(LinkPacket.Challenge.class)));
      peer.read(LinkPacket.Welcome.class);
      Link link = engine.opened().link();
      link.eventLoop().execute(() -> flood(link, () -> !link.isWritable()));
      assertThat(engine.events.await(Event.Writable.class).isWritable()).isFalse();
      assertThat(link.isOpen()).isTrue();
      link.eventLoop().execute(() -> flood(link, () -> !link.isOpen()));
      assertThat(engine.closed().cause()).isEqualTo(LinkClosed.OVERFLOW);
    }
    awaitCloses("overflow", 1);
  }

  @Test
  void aPeerThatReadsAgainBelowTheHardLimitIsWritableAgain() throws Exception {
    start(Fixture.patient());
    try (RawPeer peer = RawPeer.connect(engine.address, 4096)) {
      peer.write(hello(peer.read(LinkPacket.Challenge.class)));
      peer.read(LinkPacket.Welcome.class);
      Link link = engine.opened().link();
      var sent = new AtomicInteger();
      link.eventLoop()
          .execute(
              () ->
                  flood(
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
  void aPausedPeerThatDoesNotTakeWhatWaitsForItIsSilent() throws Exception {
    start(Fixture.hasty());
    try (RawPeer peer = RawPeer.connect(engine.address, 4096)) {
      peer.write(hello(peer.read(LinkPacket.Challenge.class)));
      peer.read(LinkPacket.Welcome.class);
      Link link = engine.opened().link();
      link.eventLoop()
          .execute(
              () -> {
                link.reading(false);
                flood(link, () -> !link.isWritable());
              });
      assertThat(engine.closed().cause()).isEqualTo(LinkClosed.SILENT);
    }
  }

  @Test
  void aPeerThatIsNotReadIsNotSilent() throws Exception {
    start(Fixture.hasty());
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
  void aHandshakeThatTricklesIsCutAtItsDeadline() throws Exception {
    start(Fixture.with(Duration.ofMillis(300), Duration.ofMinutes(1), Duration.ofMinutes(1)));
    try (RawPeer peer = RawPeer.connect(engine.address);
        var drip = Executors.newSingleThreadScheduledExecutor()) {
      drip(drip, peer, RawPeer.bytes(hello(peer.read(LinkPacket.Challenge.class))));
      assertThat(peer.readUntilClosed().code()).isEqualTo(ErrorCode.TIMEOUT);
      drip.shutdownNow();
    }
    awaitCloses("handshake_timeout", 1);
    assertThat(engine.events.all()).isEmpty();
  }

  @Test
  void singleBytesOfAFrameAreNoSignOfLife() throws Exception {
    start(Fixture.hasty());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1);
        var drip = Executors.newSingleThreadScheduledExecutor()) {
      var large = new LinkPacket.NotOwner(1, 1, "x".repeat(200), 1);
      drip(drip, peer, RawPeer.bytes(large));
      assertThat(peer.readUntilClosed().code()).isEqualTo(ErrorCode.TIMEOUT);
      drip.shutdownNow();
    }
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.SILENT);
  }

  @Test
  void aPeerThatLeavesDuringTheHandshakeLeavesNothing() throws Exception {
    start(Fixture.withHandshakes(1));
    for (int i = 0; i < 20; i++) {
      try (RawPeer peer = RawPeer.connect(engine.address)) {
        byte[] hello = RawPeer.bytes(hello(peer.read(LinkPacket.Challenge.class)));
        peer.write(Arrays.copyOf(hello, i));
      }
      awaitCloses("remote", i + 1);
    }
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      engine.opened();
      assertThat(peer.socket.isConnected()).isTrue();
    }
  }

  @Test
  void aPeerThatLeavesRightAfterHelloLeavesNothing() throws Exception {
    start(Fixture.patient());
    for (int i = 0; i < 30; i++) {
      RawPeer peer = RawPeer.connect(engine.address);
      peer.write(
          RawPeer.hello(peer.read(LinkPacket.Challenge.class), Fixture.SECRET, i + 1, i % 2));
      peer.socket.setSoLinger(true, 0);
      peer.close();
    }
    try (RawPeer peer = RawPeer.linked(engine.address, 99, 1)) {
      engine.events.await(event -> event.link().peer().node() == 99);
      var opened = engine.events.all().stream().filter(Event.Opened.class::isInstance).count();
      engine.events.await((int) opened - 1, Event.Closed.class::isInstance);
      assertThat(engine.metric("link.open", "side", "engine")).isEqualTo(1);
      assertThat(peer.socket.isConnected()).isTrue();
    }
  }

  @Test
  void moreHandshakesThanAllowedAreClosedAtOnce() throws Exception {
    start(Fixture.withHandshakes(2));
    try (RawPeer first = RawPeer.connect(engine.address);
        RawPeer second = RawPeer.connect(engine.address)) {
      first.read(LinkPacket.Challenge.class);
      second.read(LinkPacket.Challenge.class);
      try (RawPeer third = RawPeer.connect(engine.address)) {
        assertThat(third.isClosedByOther()).isTrue();
      }
    }
  }

  @Test
  void theLastWordsReachAPeerThatGoesOnWriting() throws Exception {
    start(Fixture.patient());
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      byte[] junk = new byte[100_000];
      peer.write(junk);
      peer.write(junk);
      assertThat(peer.readUntilClosed().message()).startsWith("wrong magic");
    }
  }

  @Test
  void aPeerThatDoesNotCloseIsCutAfterAWhile() throws Exception {
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
    start(Fixture.patient());
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

  @Test
  void whatFollowsHelloInTheSameWriteIsReadAfterTheMove() throws Exception {
    start(Fixture.patient());
    for (int loop = 0; loop < 2; loop++) {
      try (RawPeer peer = RawPeer.connect(engine.address)) {
        byte[] hello =
            RawPeer.bytes(
                RawPeer.hello(peer.read(LinkPacket.Challenge.class), Fixture.SECRET, 1, loop));
        byte[] register = RawPeer.bytes(new SessionPacket.Register(List.of(), List.of(), true));
        byte[] both = Arrays.copyOf(hello, hello.length + register.length);
        System.arraycopy(register, 0, both, hello.length, register.length);
        peer.write(both);
        assertThat(peer.read(LinkPacket.Welcome.class).loop()).isEqualTo(loop);
        peer.read(SessionPacket.Registered.class);
      }
    }
  }

  private void start(LinkSettings settings) throws Exception {
    engine = new FakeEngine(loops.all, settings);
  }

  private static LinkPacket.Hello hello(LinkPacket.Challenge challenge) {
    return RawPeer.hello(challenge, Fixture.SECRET, 1, 1);
  }

  private Link linkOf(int loop) {
    var opened =
        engine.events.await(event -> event instanceof Event.Opened(Link _, int on) && on == loop);
    return opened.link();
  }

  /// Sends until told to stop, and flushes.
  private static void flood(Link link, BooleanSupplier enough) {
    var packet = new SessionPacket.EndSession(1, 4401, "x".repeat(100));
    do {
      link.send(packet);
      link.flush();
    } while (!enough.getAsBoolean());
  }

  private static void drip(ScheduledExecutorService clock, RawPeer peer, byte[] bytes) {
    var next = new AtomicInteger();
    var _ =
        clock.scheduleAtFixedRate(
            () -> {
              try {
                peer.write(bytes[next.getAndIncrement()]);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            0,
            30,
            TimeUnit.MILLISECONDS);
  }

  private void awaitCloses(String cause, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (engine.metric("link.closed", "side", "engine", "cause", cause) < count) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
