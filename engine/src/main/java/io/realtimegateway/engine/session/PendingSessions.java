package io.realtimegateway.engine.session;

import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Sessions between `Connect` and `Redeemed`: their ticket is valid, and they begin once it is
/// certain that this engine still owns the log.
final class PendingSessions {
  private final ShardPort shard;
  private final Admission admission;
  private final BiConsumer<SessionAddress, SessionPacket.Connect> begin;
  private final Map<SessionAddress, Attempt> pending = new HashMap<>();

  /// One `Connect`; a repeat is another attempt.
  private static final class Attempt {}

  /// Creates it without sessions.
  ///
  /// @param begin receives a session that begins
  PendingSessions(
      ShardPort shard,
      Admission admission,
      BiConsumer<SessionAddress, SessionPacket.Connect> begin) {
    this.shard = shard;
    this.admission = admission;
    this.begin = begin;
  }

  void connect(PeerLink from, SessionPacket.Connect connect) {
    SessionAddress address = from.address().session(connect.userID(), connect.session());
    String refusal = redeem(connect, address);
    if (refusal != null) {
      from.refuse(connect.request(), ErrorCode.UNAUTHORIZED, refusal);
      return;
    }
    Attempt own = new Attempt();
    pending.put(address, own);
    shard.barrier(
        () -> {
          if (!isStillWanted(from, address, own)) {
            unavailable(from, connect);
          } else if (isEnded(connect)) {
            from.refuse(connect.request(), ErrorCode.UNAUTHORIZED, "the login was ended");
          } else {
            from.send(new Answer.Redeemed(connect.request()));
            begin.accept(address, connect);
          }
        },
        () -> {
          pending.remove(address, own);
          unavailable(from, connect);
        });
  }

  private @Nullable String redeem(SessionPacket.Connect connect, SessionAddress address) {
    return admission.redeem(
        connect.ticketID(),
        connect.ticketTerm(),
        connect.ticketIssuedAt(),
        connect.ticketExpiresAt(),
        connect.loginID(),
        connect.loginIssuedAt(),
        connect.loginExpiresAt(),
        address,
        connect.request());
  }

  /// Not if the gateway has ended the session or lost the link since: the answer would not reach
  /// it, and the session would remain without a socket.
  private boolean isStillWanted(PeerLink from, SessionAddress address, Attempt own) {
    return pending.remove(address, own) && shard.link(from.address()) == from;
  }

  /// The login may have been ended since the ticket was checked.
  private boolean isEnded(SessionPacket.Connect connect) {
    return admission.isEnded(connect.userID(), connect.loginID(), connect.loginIssuedAt());
  }

  private static void unavailable(PeerLink from, SessionPacket.Connect connect) {
    from.refuse(connect.request(), ErrorCode.SERVICE_UNAVAILABLE, "try again later");
  }

  /// The gateway no longer wants the session.
  void cancel(SessionAddress address) {
    pending.remove(address);
  }
}
