package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Proof;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One connection of an engine with one loop that follows the example of the specification:
/// handshake, one session, one send.
final class ScriptedEngine implements AutoCloseable {
  private static final Nonce NONCE = new Nonce(1, 2);
  private static final long TIME = 1_790_000_000_123L;

  private final byte[] secret;
  private final ServerSocket listener;
  private final ByteBuf received = Unpooled.buffer();
  private final CompletableFuture<Void> played;

  ScriptedEngine(String secret) throws IOException {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    this.played = CompletableFuture.runAsync(this::play, Thread::startVirtualThread);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Waits for the end of the script, and fails if it failed.
  void join() throws Exception {
    played.get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void play() {
    try (Socket socket = listener.accept()) {
      play(socket);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void play(Socket socket) throws IOException, GeneralSecurityException {
    send(socket, new LinkPacket.Challenge(1, 0, NONCE));
    LinkPacket.Hello hello = read(socket, LinkPacket.Hello.class);
    if (!hello.proof().equals(clientProof(hello))) {
      send(socket, new Answer.Failure(0, ErrorCode.UNAUTHORIZED, "wrong proof", null));
      return;
    }
    List<LinkPacket.OwnedLog> logs =
        IntStream.range(0, 8).mapToObj(log -> new LinkPacket.OwnedLog(log, 3)).toList();
    send(socket, new LinkPacket.Welcome(1, 0, 77, 0, 1, serverProof(hello), logs, List.of()));
    read(socket, SessionPacket.Register.class);
    send(socket, new SessionPacket.Registered(List.of()));
    SessionPacket.Connect connect = read(socket, SessionPacket.Connect.class);
    send(socket, new Answer.Redeemed(connect.request()));
    send(socket, new LinkPacket.Ping(99, List.of()));
    send(socket, new SessionPacket.Attached(connect.session()));
    read(socket, LinkPacket.Pong.class);
    Command.SendMessage command = read(socket, Command.SendMessage.class);
    Event message =
        new Event.Message(
            42,
            7,
            1001,
            command.userID(),
            TIME,
            command.content(),
            command.metadata(),
            command.name());
    send(socket, new Answer.Ack(command.request(), 42, 1001, 7, TIME, false, false));
    send(socket, new Delivery.AudienceDefine(1, 42, List.of(connect.session())));
    send(socket, new Delivery.Deliver(1, 61, 12, 0, message));
    read(socket, SessionPacket.Disconnect.class);
  }

  private static void send(Socket socket, Packet packet) throws IOException {
    socket.getOutputStream().write(Frames.encode(packet));
  }

  private <P extends Packet> P read(Socket socket, Class<P> type) throws IOException {
    while (true) {
      switch (PacketDecoder.decode(received, Limits.MAX_PAYLOAD_BYTES)) {
        case Decoded.Whole(Packet packet) -> {
          return type.cast(packet);
        }
        case Decoded.Malformed(String cause) -> throw new IOException(cause);
        case Decoded.NeedMore _ -> {
          if (received.writeBytes(socket.getInputStream(), 4096) < 0) {
            throw new EOFException("the client closed");
          }
        }
      }
    }
  }

  private Proof clientProof(LinkPacket.Hello hello) throws GeneralSecurityException {
    ByteBuf text = Unpooled.buffer();
    text.writeCharSequence("rtg1-client", StandardCharsets.US_ASCII);
    FieldCodecs.NONCE.write(text, NONCE);
    FieldCodecs.NONCE.write(text, hello.nonce());
    text.writeByte(hello.major()).writeByte(hello.minor()).writeByte(1);
    text.writeLong(hello.node()).writeShort(hello.loop()).writeShort(hello.engineLoop());
    return proof(text);
  }

  private Proof serverProof(LinkPacket.Hello hello) throws GeneralSecurityException {
    ByteBuf text = Unpooled.buffer();
    text.writeCharSequence("rtg1-server", StandardCharsets.US_ASCII);
    FieldCodecs.NONCE.write(text, hello.nonce());
    FieldCodecs.NONCE.write(text, NONCE);
    text.writeByte(0).writeLong(77).writeShort(0).writeShort(1);
    return proof(text);
  }

  private Proof proof(ByteBuf text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return FieldCodecs.PROOF.read(Unpooled.wrappedBuffer(mac.doFinal(ByteBufUtil.getBytes(text))));
  }
}
