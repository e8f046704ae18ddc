package io.realtimegateway.link.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.realtimegateway.link.Fixture;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.link.PacketReceiver;
import io.realtimegateway.link.RawPeer;
import io.realtimegateway.link.Transport;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.codec.Decoded;
import io.realtimegateway.protocol.codec.PacketDecoder;
import io.realtimegateway.protocol.codec.PacketEncoder;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.LinkProof;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// One connection without a network: decoding and encoding.
final class ConnectionTest {
  private static final LinkProof PROOF = new LinkProof(Fixture.SECRET);
  private static final List<Packet> PACKETS =
      List.of(
          new SessionPacket.Disconnect(1, 2),
          new Answer.Failure(3, ErrorCode.CONFLICT, "no", "name"),
          new SessionPacket.Register(List.of(), List.of(new Position(1, 2, 3)), false),
          new Event.Presence(7, true),
          new SessionPacket.EndSession(9, 4401, "your login has ended"));

  private final Owner owner = new Owner();
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final LinkEnvironment environment =
      new LinkEnvironment(
          Fixture.longTimeouts(),
          PROOF,
          Transport.NIO,
          new SecureRandom(),
          new LinkMetrics(new SimpleMeterRegistry(), "engine"));

  @Test
  void everySplitOfAStreamGivesTheSamePackets() {
    byte[] stream = stream();
    for (int split = 0; split <= stream.length; split++) {
      EmbeddedChannel channel = open();
      feed(channel, Arrays.copyOfRange(stream, 0, split));
      feed(channel, Arrays.copyOfRange(stream, split, stream.length));
      assertThat(owner.received).isEqualTo(PACKETS);
      end(channel);
    }
  }

  @Property(tries = 200)
  void anyCutsOfAStreamGiveTheSamePackets(
      @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 20) Integer> cuts) {
    byte[] stream = stream();
    EmbeddedChannel channel = open();
    int from = 0;
    for (int cut : cuts) {
      int to = Math.min(stream.length, from + cut);
      feed(channel, Arrays.copyOfRange(stream, from, to));
      from = to;
    }
    feed(channel, Arrays.copyOfRange(stream, from, stream.length));
    assertThat(owner.received).isEqualTo(PACKETS);
    end(channel);
  }

  @Test
  void nothingAfterAMalformedFrameIsDecoded() {
    EmbeddedChannel channel = open();
    byte[] good = RawPeer.bytes(PACKETS.getFirst());
    byte[] bytes = Arrays.copyOf(good, 2 * good.length + 1);
    System.arraycopy(good, 0, bytes, good.length + 1, good.length);
    feed(channel, bytes);
    assertThat(owner.received).containsExactly(PACKETS.getFirst());
    assertThat(owner.ends).singleElement().matches(end -> end.cause() == LinkClosed.MALFORMED);
    assertThat(channel.isOpen()).isFalse();
    end(channel);
  }

  @Test
  void aConnectionThatEndsInTheMiddleOfAFrameReleasesItsBuffers() {
    EmbeddedChannel channel = open();
    feed(channel, Arrays.copyOf(stream(), 20));
    channel.pipeline().get(Connection.class).send(PACKETS.getFirst());
    var _ = channel.close();
    assertThat(owner.ends).singleElement().matches(end -> end.cause() == LinkClosed.REMOTE);
    end(channel);
  }

  @Test
  void packetsWaitForTheFlushAndAreWrittenAsOneBuffer() {
    EmbeddedChannel channel = open();
    Connection link = channel.pipeline().get(Connection.class);
    PACKETS.forEach(link::send);
    assertThat(channel.<ByteBuf>readOutbound()).isNull();
    link.flush();
    assertThat(decode(channel.readOutbound())).isEqualTo(PACKETS);
    link.flush();
    assertThat(channel.<ByteBuf>readOutbound()).isNull();
    end(channel);
  }

  @Test
  void pongsOfOneReadAreFlushedTogetherAfterIt() {
    EmbeddedChannel channel = open();
    ByteBuf pings = Unpooled.buffer();
    PacketEncoder.encode(new LinkPacket.Ping(5, List.of()), pings);
    PacketEncoder.encode(new LinkPacket.Ping(6, List.of()), pings);
    channel.writeInbound(pings);
    assertThat(decode(channel.readOutbound()))
        .containsExactly(new LinkPacket.Pong(5), new LinkPacket.Pong(6));
    end(channel);
  }

  @Test
  void theEndIsNotifiedOnceAndNothingIsSentAfterIt() {
    EmbeddedChannel channel = open();
    Connection link = channel.pipeline().get(Connection.class);
    link.close(LinkClosed.LOCAL, "enough");
    link.close(LinkClosed.SILENT, "again");
    link.send(PACKETS.getFirst());
    link.flush();
    channel.runPendingTasks();
    assertThat(owner.ends).singleElement().matches(end -> end.cause() == LinkClosed.LOCAL);
    assertThat(decode(channel.readOutbound())).singleElement().isInstanceOf(Answer.Failure.class);
    assertThat(channel.<ByteBuf>readOutbound()).isNull();
    assertThat(owner.isReleased).isTrue();
    end(channel);
  }

  /// A connection that a gateway has opened up to `Welcome`.
  private EmbeddedChannel open() {
    owner.received.clear();
    var accepting = new LinkState.AwaitHello(environment.newNonce());
    var channel = new EmbeddedChannel();
    channel.config().setAllocator(allocator);
    var link = new Connection(channel, environment, owner, accepting);
    link.join();
    channel.pipeline().fireChannelActive();
    var challenge = (LinkPacket.Challenge) decode(channel.readOutbound()).getFirst();
    feed(channel, RawPeer.bytes(RawPeer.hello(challenge, Fixture.SECRET, 1, 0)));
    channel.runPendingTasks();
    assertThat(decode(channel.readOutbound()))
        .singleElement()
        .isInstanceOf(LinkPacket.Welcome.class);
    return channel;
  }

  private static void feed(EmbeddedChannel channel, byte[] bytes) {
    channel.writeInbound(channel.alloc().buffer().writeBytes(bytes));
  }

  /// Every buffer has been released.
  private void end(EmbeddedChannel channel) {
    channel.finishAndReleaseAll();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
  }

  private static byte[] stream() {
    ByteBuf all = Unpooled.buffer();
    PACKETS.forEach(packet -> PacketEncoder.encode(packet, all));
    return ByteBufUtil.getBytes(all);
  }

  private static List<Packet> decode(ByteBuf bytes) {
    List<Packet> packets = new ArrayList<>();
    while (PacketDecoder.decode(bytes, Limits.MAX_PAYLOAD_BYTES)
        instanceof Decoded.Whole(Packet packet)) {
      packets.add(packet);
    }
    assertThat(bytes.isReadable()).isFalse();
    bytes.release();
    return packets;
  }

  private static final class Owner implements LinkOwner {
    final List<Packet> received = new ArrayList<>();
    final List<LinkState.Closing> ends = new ArrayList<>();
    boolean isReleased;

    @Override
    public void proven(Connection link, LinkState.Proven state) {
      link.eventLoop()
          .execute(
              () -> {
                link.welcome(state, state.welcome(PROOF, 1, 0, 1, List.of(), List.of()));
                link.resume();
              });
    }

    @Override
    public void welcomed(Connection link, LinkPacket.Welcome welcome) {
      throw new AssertionError();
    }

    @Override
    public PacketReceiver receiver(Connection link) {
      return (_, packet) -> received.add(packet);
    }

    @Override
    public void pinged(Connection link, LinkPacket.Ping ping) {}

    @Override
    public void ponged(Connection link, LinkPacket.Pong pong) {}

    @Override
    public List<Position> positions(Connection link) {
      return List.of();
    }

    @Override
    public void writabilityChanged(Connection link) {}

    @Override
    public void closed(Connection link, LinkState.Closing end) {
      ends.add(end);
    }

    @Override
    public void released(Connection link) {
      isReleased = true;
    }
  }
}
