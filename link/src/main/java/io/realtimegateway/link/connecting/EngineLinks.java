package io.realtimegateway.link.connecting;

import io.realtimegateway.link.Link;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The links of one gateway (or API) loop to the loops of an engine: opens one to each, opens them
/// again with jittered back-off, sends each packet to the loop that owns its shard, and keeps
/// unanswered requests: after a broken link they are sent again under their names, or answered with
/// `Answer.Failure` and `SERVICE_UNAVAILABLE` after their wait.
///
/// Every method is called on the loop.
public interface EngineLinks {
  /// Begins to connect.
  void start();

  /// Whether the shard's link is open and registered.
  boolean isReady(int shard);

  /// Term of the log of this shard, from `Welcome`; empty while the link is away.
  OptionalLong term(int shard);

  /// Number for the next request; unique for the life of this object.
  long nextRequest();

  /// Sends without expecting an answer; dropped where the link is away. Flushed at the end of the
  /// loop turn.
  void send(int shard, Packet packet);

  /// Sends and hands the answer over, on the loop, exactly once: an `Answer`, or
  /// `LinkPacket.NotOwner`.
  ///
  /// @param wait how long the request may wait for a link and its answer in all
  void request(Request request, Duration wait, Consumer<Packet> answer);

  /// Closes everything; open requests are answered with `SERVICE_UNAVAILABLE`.
  void close();

  /// What the owner of the links hears, on the loop.
  interface Listener {
    /// A link has been welcomed: send `SessionPacket.Register` (in parts) for the shards of these
    /// logs through `link`. The links become ready with the engine's `Registered`.
    void register(Link link, LinkPacket.Welcome welcome);

    /// Everything that is no answer to a request and no handshake or heartbeat; the `Pong` to a
    /// `Ping` of the owner's own, whose nonce is negative as a `long`.
    void received(Link link, Packet packet);

    /// The engine told newest positions by ping: nothing up to them is missing on this link.
    void positions(Link link, LinkPacket.Ping ping);

    /// A link was lost, or came back and is ready.
    void readinessChanged();

    /// `link.isWritable` changed. Requests wait by themselves while a link is not writable; whoever
    /// makes them should make fewer.
    default void writabilityChanged(Link link) {}
  }
}
