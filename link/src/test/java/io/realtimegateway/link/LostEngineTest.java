package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.link.connecting.EngineAddress;
import io.realtimegateway.link.connection.LinkState;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.LinkProof;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a gateway does with engines that are silent, slow or stopped.
@Timeout(60)
final class LostEngineTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Nonce NONCE = new Nonce(1, 2);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : opened.reversed()) {
      resource.close();
    }
  }

  @Test
  void anEngineThatNeverAnswersAPingIsDisconnectedAndRetried() throws Exception {
    try (var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      gateway(door);
      try (RawPeer silent = welcomed(door)) {
        assertThat(silent.readUntilClosed().code()).isEqualTo(ErrorCode.TIMEOUT);
      }
      try (RawPeer again = welcomed(door)) {
        assertThat(again.socket.isConnected()).isTrue();
      }
    }
  }

  @Test
  void anEngineThatTricklesAFrameIsDisconnected() throws Exception {
    try (var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      gateway(door);
      try (RawPeer slow = welcomed(door);
          var drip = Executors.newSingleThreadScheduledExecutor()) {
        slow.drip(drip, RawPeer.bytes(new LinkPacket.NotOwner(1, 1, "x".repeat(200), 1)));
        assertThat(slow.readUntilClosed().code()).isEqualTo(ErrorCode.TIMEOUT);
        drip.shutdownNow();
      }
    }
  }

  @Test
  void anEngineThatAcceptsAConnectionAndStaysSilentIsDisconnected() throws Exception {
    var settings = Fixture.with(Duration.ofMillis(200), LONG, LONG);
    var loops = keep(new Fixture.Loops(1, true));
    try (var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var address = new EngineAddress("127.0.0.1", door.getLocalPort());
      keep(new FakeGateway(loops.all.getFirst(), 1, address, settings, Fixture.SECRET));
      try (RawPeer mute = new RawPeer(door.accept());
          var next = door.accept()) {
        assertThat(mute.readUntilClosed().code()).isEqualTo(ErrorCode.TIMEOUT);
        assertThat(next.isConnected()).isTrue();
      }
    }
  }

  private void gateway(ServerSocket door) {
    var loops = keep(new Fixture.Loops(1, true));
    var address = new EngineAddress("127.0.0.1", door.getLocalPort());
    keep(
        new FakeGateway(loops.all.getFirst(), 1, address, Fixture.shortTimeouts(), Fixture.SECRET));
  }

  /// Accepts the next connection as an engine with one loop that knows the secret.
  private static RawPeer welcomed(ServerSocket door) throws IOException {
    RawPeer peer = new RawPeer(door.accept());
    peer.write(new LinkPacket.Challenge(1, 0, NONCE));
    Packet hello = peer.read(LinkPacket.Hello.class);
    var proof = new LinkProof(Fixture.SECRET);
    var proven = (LinkState.Proven) new LinkState.AwaitHello(NONCE).hello(hello, proof);
    var log = new LinkPacket.OwnedLog(0, 1);
    peer.write(proven.welcome(proof, 9, 0, 1, List.of(log), List.of()));
    peer.read(SessionPacket.Register.class);
    return peer;
  }

  private <R extends AutoCloseable> R keep(R resource) {
    opened.add(resource);
    return resource;
  }
}
