package io.realtimegateway.link.connecting;

import io.realtimegateway.link.Link;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The links of one gateway (or API) loop to the loops of an engine. Opens one to each loop,
/// reopens lost ones with jittered back-off, sends each packet to the loop that owns its shard, and
/// keeps unanswered requests: after a lost link they are sent again under their names, or answered
/// with `Answer.Failure` and `SERVICE_UNAVAILABLE` when their wait is over.
///
/// Every method is called on the loop.
public interface EngineLinks {
  /// Begins to connect.
  void start();

  /// Whether the shard's link is open and registered.
  boolean isReady(int shard);

  /// Term of the log of this shard, from `Welcome`; empty while the link is down.
  OptionalLong term(int shard);

  /// Number of the next request; unique for the life of this object.
  long nextRequest();

  /// Sends without expecting an answer; dropped while the link is down. Flushed at the end of the
  /// loop turn.
  void send(int shard, Packet packet);

  /// Sends a request. The consumer is called on the loop exactly once, with an `Answer` or
  /// `LinkPacket.NotOwner`.
  ///
  /// @param wait how long the request may wait in total, for a link and for its answer
  void request(Request request, Duration wait, Consumer<Packet> answer);

  /// Closes everything; open requests are answered with `SERVICE_UNAVAILABLE`.
  void close();

  /// Notified on the loop.
  interface Listener {
    /// A link has received `Welcome`: send `SessionPacket.Register` (in parts) for the shards of
    /// these logs through `link`. The link becomes ready with the engine's `Registered`.
    void register(Link link, LinkPacket.Welcome welcome);

    /// A packet that is neither an answer to a request nor a handshake or heartbeat. Also the
    /// `Pong` to a `Ping` that the listener itself sent, whose nonce is negative as a `long`.
    void received(Link link, Packet packet);

    /// The engine sent its newest positions by ping: this link has received everything up to them.
    void positions(Link link, LinkPacket.Ping ping);

    /// A link was lost, or is ready again.
    void readinessChanged();

    /// `link.isWritable` changed. Requests are queued while a link is not writable; their source
    /// should slow down.
    default void writabilityChanged(Link link) {}
  }
}
