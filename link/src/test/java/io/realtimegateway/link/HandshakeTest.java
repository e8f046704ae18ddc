package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.link.FakeEngine.Event;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What an engine does with good, bad and missing handshakes.
@Timeout(60)
final class HandshakeTest {
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
  void wrongMagicBeforeTheHandshakeIsNamedAndClosed() throws Exception {
    start(Fixture.longTimeouts());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      peer.read(LinkPacket.Challenge.class);
      peer.write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(peer.readUntilClosed().message()).startsWith("wrong magic");
      assertThat(peer.isClosedByOther()).isTrue();
    }
    engine.awaitCloses("malformed", 1);
    assertThat(engine.events.all()).isEmpty();
  }

  @Test
  void aFrameOverTheLimitBeforeTheProofIsRefusedByItsLengthAlone() throws Exception {
    start(Fixture.longTimeouts());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      byte[] hello = RawPeer.bytes(hello(peer.read(LinkPacket.Challenge.class)));
      peer.write((byte) 0x89, hello[1], (byte) 0, (byte) 0, (byte) 0x10, (byte) 1);
      assertThat(peer.readUntilClosed().message()).contains("4097", "over the limit of 4096");
    }
  }

  @Test
  void nothingButHelloIsDecodedBeforeTheProof() throws Exception {
    start(Fixture.longTimeouts());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      peer.read(LinkPacket.Challenge.class);
      peer.write(new SessionPacket.Register(List.of(), List.of(), true));
      assertThat(peer.readUntilClosed().message()).startsWith("unexpected opcode");
    }
    assertThat(engine.events.all()).isEmpty();
  }

  @Test
  void aWrongSecretIsRefused() throws Exception {
    start(Fixture.longTimeouts());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      var challenge = peer.read(LinkPacket.Challenge.class);
      peer.write(RawPeer.hello(challenge, Fixture.OTHER_SECRET, 1, 0));
      Answer.Failure words = peer.readUntilClosed();
      assertThat(words.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
      assertThat(peer.isClosedByOther()).isTrue();
    }
    engine.awaitCloses("refused", 1);
    assertThat(engine.events.all()).isEmpty();
  }

  @Test
  void aReplayedHelloIsRefused() throws Exception {
    start(Fixture.longTimeouts());
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
    start(Fixture.longTimeouts());
    try (RawPeer peer = RawPeer.connect(engine.address)) {
      var hello = hello(peer.read(LinkPacket.Challenge.class));
      peer.write(hello);
      peer.read(LinkPacket.Welcome.class);
      peer.write(hello);
      assertThat(peer.readUntilClosed().message()).isEqualTo("the handshake was already completed");
    }
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.REFUSED);
  }

  @Test
  void theSameLoopAgainReplacesItsOlderLinkBeforeItIsOpened() throws Exception {
    start(Fixture.longTimeouts());
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
  void aHandshakeThatTricklesIsCutAtItsDeadline() throws Exception {
    start(Fixture.with(Duration.ofMillis(300), Duration.ofMinutes(1), Duration.ofMinutes(1)));
    try (RawPeer peer = RawPeer.connect(engine.address);
        var drip = Executors.newSingleThreadScheduledExecutor()) {
      peer.drip(drip, RawPeer.bytes(hello(peer.read(LinkPacket.Challenge.class))));
      assertThat(peer.readUntilClosed().code()).isEqualTo(ErrorCode.TIMEOUT);
      drip.shutdownNow();
    }
    engine.awaitCloses("handshake_timeout", 1);
    assertThat(engine.events.all()).isEmpty();
  }

  @Test
  void aPeerThatLeavesDuringTheHandshakeLeavesNothing() throws Exception {
    start(Fixture.withHandshakes(1));
    for (int i = 0; i < 20; i++) {
      try (RawPeer peer = RawPeer.connect(engine.address)) {
        byte[] hello = RawPeer.bytes(hello(peer.read(LinkPacket.Challenge.class)));
        peer.write(Arrays.copyOf(hello, i));
      }
      engine.awaitCloses("remote", i + 1);
    }
    try (RawPeer peer = RawPeer.linked(engine.address, 1, 1)) {
      engine.opened();
      assertThat(peer.socket.isConnected()).isTrue();
    }
  }

  @Test
  void aPeerThatLeavesRightAfterHelloLeavesNothing() throws Exception {
    start(Fixture.longTimeouts());
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
  void oneHandshakeMoreThanAllowedClosesTheOldestOfTheSameAddress() throws Exception {
    start(Fixture.withHandshakes(2));
    try (RawPeer first = RawPeer.connect(engine.address);
        RawPeer second = RawPeer.connect(engine.address)) {
      first.read(LinkPacket.Challenge.class);
      LinkPacket.Challenge challenge = second.read(LinkPacket.Challenge.class);
      try (RawPeer third = RawPeer.linked(engine.address, 1, 0)) {
        assertThat(first.readUntilClosed().code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        assertThat(first.isClosedByOther()).isTrue();
        assertThat(third.socket.isConnected()).isTrue();
      }
      second.write(RawPeer.hello(challenge, Fixture.SECRET, 2, 0));
      second.read(LinkPacket.Welcome.class);
    }
    engine.awaitCloses("overflow", 1);
  }

  @Test
  void silentConnectionsOfOneAddressKeepNoOtherAddressOut() throws Exception {
    start(Fixture.withHandshakes(20));
    List<RawPeer> silent = new ArrayList<>();
    try (RawPeer other = RawPeer.connectFrom("127.0.0.2", engine.address)) {
      LinkPacket.Challenge challenge = other.read(LinkPacket.Challenge.class);
      for (int i = 0; i < 60; i++) {
        RawPeer peer = RawPeer.connect(engine.address);
        silent.add(peer);
        peer.read(LinkPacket.Challenge.class);
      }
      other.write(RawPeer.hello(challenge, Fixture.SECRET, 1, 1));
      other.read(LinkPacket.Welcome.class);
      engine.awaitCloses("overflow", 41);
      for (RawPeer peer : silent.subList(0, 41)) {
        assertThat(peer.readUntilClosed().code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
      }
    } finally {
      for (RawPeer peer : silent) {
        peer.close();
      }
    }
  }

  @Test
  void whatFollowsHelloInTheSameWriteIsReadAfterTheMove() throws Exception {
    start(Fixture.longTimeouts());
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

  private void start(LinkLimits settings) throws Exception {
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
}
