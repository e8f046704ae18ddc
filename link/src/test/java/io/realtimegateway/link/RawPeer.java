package io.realtimegateway.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realtimegateway.link.connection.LinkState;
import io.realtimegateway.link.connection.ProtocolVersion;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.codec.Decoded;
import io.realtimegateway.protocol.codec.PacketDecoder;
import io.realtimegateway.protocol.codec.PacketEncoder;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.security.LinkProof;
import io.realtimegateway.security.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The other end of a link as a plain socket, so that a test can misbehave.
public final class RawPeer implements AutoCloseable {
  public final Socket socket;
  private final ByteBuf in = Unpooled.buffer();

  public RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
  }

  public static RawPeer connect(InetSocketAddress address) throws IOException {
    return connect(address, 64 * 1024);
  }

  /// Connects from another address.
  ///
  /// @param source a local address from which to connect
  public static RawPeer connectFrom(String source, InetSocketAddress address) throws IOException {
    var socket = new Socket();
    socket.bind(new InetSocketAddress(source, 0));
    socket.connect(address, 20_000);
    return new RawPeer(socket);
  }

  /// Connects with a small buffer.
  ///
  /// @param receiveBuffer bytes that the kernel buffers for a peer that does not read
  public static RawPeer connect(InetSocketAddress address, int receiveBuffer) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(address, 20_000);
    return new RawPeer(socket);
  }

  /// Does the handshake as a gateway; the link is open when `Welcome` has arrived.
  public static RawPeer linked(InetSocketAddress address, long node, int engineLoop)
      throws IOException {
    RawPeer peer = connect(address);
    peer.write(hello(peer.read(LinkPacket.Challenge.class), Fixture.SECRET, node, engineLoop));
    peer.read(LinkPacket.Welcome.class);
    return peer;
  }

  /// Does the handshake as the requested loop of an engine.
  ///
  /// @param loops of the engine
  public static RawPeer welcoming(Socket accepted, long node, long term, int loops)
      throws IOException {
    var peer = new RawPeer(accepted);
    var challenge = new Nonce(1, 2);
    peer.write(new LinkPacket.Challenge(ProtocolVersion.MAJOR, ProtocolVersion.MINOR, challenge));
    LinkPacket.Hello hello = peer.read(LinkPacket.Hello.class);
    var proof = new LinkProof(Fixture.SECRET);
    var proven = (LinkState.Proven) new LinkState.AwaitHello(challenge).hello(hello, proof);
    List<LinkPacket.OwnedLog> logs = new ArrayList<>();
    for (int log = hello.engineLoop(); log < Shards.LOGS; log += loops) {
      logs.add(new LinkPacket.OwnedLog(log, term));
    }
    peer.write(proven.welcome(proof, node, hello.engineLoop(), loops, logs, List.of()));
    return peer;
  }

  public static LinkPacket.Hello hello(
      LinkPacket.Challenge challenge, Secret secret, long node, int engineLoop) {
    var state = new LinkState.AwaitChallenge(new Peer(Role.GATEWAY, node, 0), engineLoop);
    var next = state.challenge(challenge, new Nonce(node, engineLoop), new LinkProof(secret));
    return ((LinkState.AwaitWelcome) next).hello();
  }

  public static byte[] bytes(Packet packet) {
    ByteBuf out = Unpooled.buffer();
    PacketEncoder.encode(packet, out);
    return ByteBufUtil.getBytes(out);
  }

  public void write(Packet packet) throws IOException {
    write(bytes(packet));
  }

  public void write(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /// Writes a byte every 30 ms until a write fails.
  public void drip(ScheduledExecutorService clock, byte[] bytes) {
    var next = new AtomicInteger();
    var _ =
        clock.scheduleAtFixedRate(
            () -> {
              try {
                write(bytes[next.getAndIncrement()]);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            0,
            30,
            TimeUnit.MILLISECONDS);
  }

  public <P extends Packet> P read(Class<P> kind) throws IOException {
    Packet packet = read();
    if (!kind.isInstance(packet)) {
      throw new AssertionError("expected " + kind.getSimpleName() + ", came " + packet);
    }
    return kind.cast(packet);
  }

  /// The next packet.
  ///
  /// @throws IOException also at the end of the stream
  public Packet read() throws IOException {
    byte[] buffer = new byte[8192];
    while (true) {
      Decoded decoded = PacketDecoder.decode(in, Limits.MAX_PAYLOAD_BYTES);
      if (decoded instanceof Decoded.Whole(Packet packet)) {
        return packet;
      }
      int count = socket.getInputStream().read(buffer);
      if (count < 0) {
        throw new IOException("closed");
      }
      in.writeBytes(buffer, 0, count);
    }
  }

  /// The failure that the other side sends before it closes; skips pings.
  public Answer.Failure readUntilClosed() throws IOException {
    while (true) {
      if (read() instanceof Answer.Failure failure) {
        return failure;
      }
    }
  }

  /// Whether the other side closes without another packet.
  public boolean isClosedByOther() throws IOException {
    try {
      return !in.isReadable() && socket.getInputStream().read() < 0;
    } catch (SocketException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
