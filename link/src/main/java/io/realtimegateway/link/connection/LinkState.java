package io.realtimegateway.link.connection;

import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.Peer;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Proof;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.security.LinkProof;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/// The states of a link. A transition is a method on the state that is left, so an illegal one does
/// not compile; each is a function of its arguments alone. The accepting side goes `AwaitHello` →
/// `Proven` → `Open`, the connecting side `AwaitChallenge` → `AwaitWelcome` → `Open`; each of them
/// can go to `Closing` instead, and nothing leaves that.
public sealed interface LinkState {
  /// From any state; a link that is closing already keeps its first cause.
  default Closing close(LinkClosed cause, ErrorCode code, String message) {
    return new Closing(cause, code, message);
  }

  /// Accepting side: `Challenge` is sent.
  record AwaitHello(Nonce challenge) implements LinkState {
    /// The first packet of the other side: `Proven`, or `Closing`.
    public LinkState hello(Packet packet, LinkProof proof) {
      if (!(packet instanceof LinkPacket.Hello hello)) {
        return refuse(ErrorCode.BAD_REQUEST, "Hello was expected");
      }
      if (hello.major() != ProtocolVersion.MAJOR) {
        return refuse(ErrorCode.BAD_REQUEST, otherMajor(hello.major()));
      }
      byte[] expected =
          proof.client(
              nonces(challenge, hello.nonce()),
              hello.major(),
              hello.minor(),
              number(hello.role()),
              hello.node(),
              hello.loop(),
              hello.engineLoop());
      if (!LinkProof.same(expected, bytes(hello.proof()))) {
        return refuse(
            ErrorCode.UNAUTHORIZED,
            "the proof does not match the link secret; both sides need the same one");
      }
      return new Proven(challenge, hello, Math.min(hello.minor(), ProtocolVersion.MINOR));
    }
  }

  /// Accepting side: the other end has proven that it knows the secret; the link is moving to the
  /// loop that it asked for.
  record Proven(Nonce challenge, LinkPacket.Hello hello, int minor) implements LinkState {
    public Peer peer() {
      return new Peer(hello.role(), hello.node(), hello.loop());
    }

    /// The loop's answer.
    public LinkPacket.Welcome welcome(
        LinkProof proof,
        long node,
        int loop,
        int loops,
        List<LinkPacket.OwnedLog> logs,
        List<Position> positions) {
      byte[] own = proof.server(nonces(challenge, hello.nonce()), minor, node, loop, loops);
      return new LinkPacket.Welcome(
          ProtocolVersion.MAJOR, minor, node, loop, loops, proof(own), logs, positions);
    }

    public Open open() {
      return new Open(peer(), minor);
    }
  }

  /// Connecting side: connected, or about to be.
  ///
  /// @param self our role, node and loop
  /// @param engineLoop the loop to connect to
  record AwaitChallenge(Peer self, int engineLoop) implements LinkState {
    /// The first packet of the other side: `AwaitWelcome`, or `Closing`.
    ///
    /// @param nonce new for this connection
    public LinkState challenge(Packet packet, Nonce nonce, LinkProof proof) {
      if (packet instanceof Answer.Failure failure) {
        return refused(failure);
      }
      if (!(packet instanceof LinkPacket.Challenge challenge)) {
        return refuse(ErrorCode.BAD_REQUEST, "Challenge was expected");
      }
      if (challenge.major() != ProtocolVersion.MAJOR) {
        return refuse(ErrorCode.BAD_REQUEST, otherMajor(challenge.major()));
      }
      byte[] own =
          proof.client(
              nonces(challenge.nonce(), nonce),
              ProtocolVersion.MAJOR,
              ProtocolVersion.MINOR,
              number(self.role()),
              self.node(),
              self.loop(),
              engineLoop);
      LinkPacket.Hello hello =
          new LinkPacket.Hello(
              ProtocolVersion.MAJOR,
              ProtocolVersion.MINOR,
              self.role(),
              self.node(),
              self.loop(),
              engineLoop,
              nonce,
              proof(own));
      return new AwaitWelcome(
          challenge.nonce(), hello, Math.min(challenge.minor(), ProtocolVersion.MINOR));
    }
  }

  /// Connecting side: `Hello` is sent.
  ///
  /// @param minor the lower minor version of both sides, which `Welcome` must name
  record AwaitWelcome(Nonce challenge, LinkPacket.Hello hello, int minor) implements LinkState {
    /// The second packet of the other side: `Open`, or `Closing`.
    public LinkState welcome(Packet packet, LinkProof proof) {
      if (packet instanceof Answer.Failure failure) {
        return refused(failure);
      }
      if (!(packet instanceof LinkPacket.Welcome welcome)) {
        return refuse(ErrorCode.BAD_REQUEST, "Welcome was expected");
      }
      if (welcome.major() != ProtocolVersion.MAJOR || welcome.minor() != minor) {
        return refuse(ErrorCode.BAD_REQUEST, "Welcome names another version than the agreed one");
      }
      byte[] expected =
          proof.server(
              nonces(challenge, hello.nonce()),
              welcome.minor(),
              welcome.node(),
              welcome.loop(),
              welcome.loops());
      if (!LinkProof.same(expected, bytes(welcome.proof()))) {
        return refuse(
            ErrorCode.UNAUTHORIZED,
            "the proof does not match the link secret; both sides need the same one");
      }
      return new Open(new Peer(Role.ENGINE, welcome.node(), welcome.loop()), minor);
    }
  }

  /// Both sides have authenticated.
  record Open(Peer peer, int minor) implements LinkState {}

  /// No more packets are read or sent.
  record Closing(LinkClosed cause, ErrorCode code, String message) implements LinkState {
    @Override
    public Closing close(LinkClosed later, ErrorCode laterCode, String laterMessage) {
      return this;
    }
  }

  private static Closing refuse(ErrorCode code, String message) {
    return new Closing(LinkClosed.REFUSED, code, message);
  }

  private static Closing refused(Answer.Failure failure) {
    return new Closing(
        LinkClosed.REFUSED, failure.code(), "the other side said: " + failure.message());
  }

  private static String otherMajor(int major) {
    return String.format(
        Locale.ROOT,
        "this side speaks version %d of the protocol, not %d",
        ProtocolVersion.MAJOR,
        major);
  }

  private static int number(Role role) {
    return switch (role) {
      case GATEWAY -> 1;
      case API -> 2;
      case ENGINE -> 3;
    };
  }

  private static LinkProof.Nonces nonces(Nonce challenge, Nonce hello) {
    return new LinkProof.Nonces(challenge.high(), challenge.low(), hello.high(), hello.low());
  }

  private static Proof proof(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes);
    return new Proof(words.getLong(), words.getLong(), words.getLong(), words.getLong());
  }

  private static byte[] bytes(Proof proof) {
    byte[] bytes = new byte[4 * Long.BYTES];
    ByteBuffer words = ByteBuffer.wrap(bytes);
    words.putLong(proof.a()).putLong(proof.b()).putLong(proof.c()).putLong(proof.d());
    return bytes;
  }
}
