package io.realtimegateway.link.accepting;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.realtimegateway.link.PacketReceiver;
import io.realtimegateway.link.channel.FrameCodec;
import io.realtimegateway.link.connection.Connection;
import io.realtimegateway.link.connection.LinkOwner;
import io.realtimegateway.link.connection.LinkState;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection that an engine accepted: does the handshake on the accepting loop, then moves to
/// the loop that the other end asked for.
final class AcceptedLink implements LinkOwner {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptedLink.class);

  private final PendingHandshakes handshakes;
  private final List<AcceptedLinks> loops;
  private @Nullable AcceptedLinks home;

  AcceptedLink(PendingHandshakes handshakes, List<AcceptedLinks> loops) {
    this.handshakes = handshakes;
    this.loops = loops;
  }

  @Override
  public void proven(Connection link, LinkState.Proven state) {
    handshakes.leave(link);
    AcceptedLinks wanted = loops.get(state.hello().engineLoop() % loops.size());
    if (wanted.loop().inEventLoop()) {
      wanted.loop().execute(() -> arrive(link, state, wanted));
    } else {
      move(link, state, wanted);
    }
  }

  /// Nothing happens on the channel while it is registered with no loop: it is not read, and
  /// nothing is queued.
  private void move(Connection link, LinkState.Proven state, AcceptedLinks wanted) {
    Channel channel = link.channel();
    channel
        .deregister()
        .addListener(
            _ ->
                wanted
                    .loop()
                    .register(channel)
                    .addListener(registered -> arrive(link, state, wanted, registered)));
  }

  private void arrive(Connection link, LinkState.Proven state, AcceptedLinks wanted) {
    home = wanted;
    wanted.arrive(link, state);
  }

  private void arrive(
      Connection link, LinkState.Proven state, AcceptedLinks wanted, Future<?> registered) {
    if (registered.isSuccess()) {
      arrive(link, state, wanted);
    } else {
      LOG.warn("a link was lost while it moved to its loop", registered.cause());
      link.channel().unsafe().closeForcibly();
      FrameCodec codec = link.channel().pipeline().get(FrameCodec.class);
      if (codec != null) {
        codec.discard();
      }
    }
  }

  @Override
  public void welcomed(Connection link, LinkPacket.Welcome welcome) {
    throw new AssertionError("the accepting side received a welcome");
  }

  @Override
  public PacketReceiver receiver(Connection link) {
    return home().endpoint();
  }

  @Override
  public void pinged(Connection link, LinkPacket.Ping ping) {
    // A gateway's pings carry no positions.
  }

  @Override
  public void ponged(Connection link, LinkPacket.Pong pong) {
    // The engine's listener sends no pings.
  }

  @Override
  public List<Position> positions(Connection link) {
    return home().endpoint().positions();
  }

  @Override
  public void writabilityChanged(Connection link) {
    home().endpoint().writabilityChanged(link);
  }

  @Override
  public void closed(Connection link, LinkState.Closing end) {
    if (home != null) {
      home.closed(link, end);
    } else {
      LOG.warn("refused {}: {}: {}", link.channel().remoteAddress(), end.cause(), end.message());
    }
  }

  @Override
  public void released(Connection link) {
    if (home != null) {
      home.released(link);
    } else {
      handshakes.leave(link);
    }
  }

  private AcceptedLinks home() {
    if (home == null) {
      throw new IllegalStateException("the link has no loop yet");
    }
    return home;
  }
}
