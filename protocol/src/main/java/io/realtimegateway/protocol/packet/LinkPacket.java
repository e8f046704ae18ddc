package io.realtimegateway.protocol.packet;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.Limits;
import java.util.List;

/// Packets that open a link and keep it alive. The accepting side sends `Challenge`; the connecting
/// side answers `Hello`; the accepting side answers `Welcome`, or `Answer.Failure` and closes.
/// Nothing else is decoded before the proof in `Hello` is verified.
public sealed interface LinkPacket extends Packet {
  /// First frame on a connection, from the engine.
  ///
  /// @param major protocol version; another major is refused
  /// @param minor protocol version; both sides speak the lower one
  record Challenge(int major, int minor, Nonce nonce) implements LinkPacket {
    public Challenge {
      Fields.range("major", major, 0, 255);
      Fields.range("minor", minor, 0, 255);
    }
  }

  /// The connecting side identifies itself and proves over the nonce of `Challenge` that it knows
  /// the secret.
  ///
  /// @param node random number of the process, 1 or more; new at each start
  /// @param loop event loop of the sender that owns this link
  /// @param engineLoop requested event loop of the engine, taken modulo the engine's loop count
  /// @param nonce for the proof in `Welcome`
  record Hello(
      int major,
      int minor,
      Role role,
      long node,
      int loop,
      int engineLoop,
      Nonce nonce,
      Proof proof)
      implements LinkPacket {
    public Hello {
      Fields.range("major", major, 0, 255);
      Fields.range("minor", minor, 0, 255);
      Fields.range("node", node, 1, Long.MAX_VALUE);
      Fields.range("loop", loop, 0, 65_535);
      Fields.range("engineLoop", engineLoop, 0, 65_535);
    }
  }

  /// The engine's answer: its proof, the number of its loops, and the logs that this link reaches.
  ///
  /// @param minor the version that both sides speak from now on
  /// @param node random number of the engine process, new at each start
  /// @param loop the engine loop at this end
  /// @param loops number of engine loops; the peer opens one link to each
  /// @param logs logs of this link with their terms
  /// @param positions newest committed position of each shard of this link
  record Welcome(
      int major,
      int minor,
      long node,
      int loop,
      int loops,
      Proof proof,
      List<OwnedLog> logs,
      List<Position> positions)
      implements LinkPacket {
    public Welcome {
      Fields.range("major", major, 0, 255);
      Fields.range("minor", minor, 0, 255);
      Fields.range("node", node, 1, Long.MAX_VALUE);
      Fields.range("loops", loops, 1, 65_535);
      Fields.range("loop", loop, 0, loops - 1L);
      logs = Fields.list("logs", logs);
      positions = Fields.list("positions", positions);
    }
  }

  /// A log that a link reaches.
  ///
  /// @param term grows with each change of owner; packets under a lower term are dropped
  record OwnedLog(int log, long term) {
    public OwnedLog {
      Fields.range("log", log, 0, Shards.LOGS - 1);
      Fields.natural("term", term);
    }
  }

  /// Checks that the other side is alive. The engine's pings carry the newest positions of the
  /// link's shards that changed since the previous ping.
  record Ping(long nonce, List<Position> positions) implements LinkPacket {
    public Ping {
      positions = Fields.list("positions", positions);
    }
  }

  /// The answer to a ping, with its nonce.
  record Pong(long nonce) implements LinkPacket {}

  /// The engine is shutting down: gateways ask their clients to reconnect later, spread over the
  /// given time.
  ///
  /// @param withinMillis time within which the peer should have disconnected
  record Drain(long withinMillis) implements LinkPacket {
    public Drain {
      Fields.natural("withinMillis", withinMillis);
    }
  }

  /// Reserved for the cluster: another engine owns the log.
  ///
  /// @param request the refused request, or 0
  /// @param hint address of the owner, host:port, or empty
  record NotOwner(long request, int log, String hint, long term) implements LinkPacket {
    public NotOwner {
      Fields.natural("request", request);
      Fields.range("log", log, 0, Shards.LOGS - 1);
      Fields.text("hint", hint, Limits.MAX_NAME_CODE_POINTS * 4);
      Fields.natural("term", term);
    }
  }
}
