package io.realtimegateway.protocol.packet;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.Limits;
import java.util.List;

/// Opens a link and keeps it alive. Order: the accepting side sends `Challenge`; the connecting
/// side answers `Hello`; the accepting side answers `Welcome`, or `Answer.Failure` and closes.
/// Nothing else is decoded before `Hello` is proven.
public sealed interface LinkPacket extends Packet {
  /// First frame on a connection, from the engine.
  ///
  /// @param major protocol version; another major is refused
  /// @param minor protocol version; both speak the lower one
  record Challenge(int major, int minor, Nonce nonce) implements LinkPacket {
    public Challenge {
      Fields.range("major", major, 0, 255);
      Fields.range("minor", minor, 0, 255);
    }
  }

  /// The connecting side names itself and proves the secret over the nonce of `Challenge`.
  ///
  /// @param node random number of the process, 1 or more; new with each start
  /// @param loop event loop of the sender that keeps this link
  /// @param engineLoop event loop of the engine that is wanted at the other end; the engine wraps
  ///   it by its loop count
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

  /// The engine's answer: its proof, how many loops it has, and the logs that live behind this
  /// link.
  ///
  /// @param minor the version that both speak from now on
  /// @param node random number of the engine process, new with each start
  /// @param loop the engine loop at this end
  /// @param loops number of engine loops; the peer opens one link to each
  /// @param logs logs behind this link with their terms
  /// @param positions newest committed position of each shard behind this link
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

  /// A log behind a link.
  ///
  /// @param term grows with each change of owner; what comes from a lower one is dropped
  record OwnedLog(int log, long term) {
    public OwnedLog {
      Fields.range("log", log, 0, Shards.LOGS - 1);
      Fields.natural("term", term);
    }
  }

  /// Are you there? The engine's pings carry the newest position of each shard behind the link that
  /// moved since the last.
  record Ping(long nonce, List<Position> positions) implements LinkPacket {
    public Ping {
      positions = Fields.list("positions", positions);
    }
  }

  /// Yes, with the nonce of the ping.
  record Pong(long nonce) implements LinkPacket {}

  /// The engine is going down on purpose: gateways tell their browsers to come back later, spread
  /// over the time given.
  ///
  /// @param withinMillis the peer should have left by then
  record Drain(long withinMillis) implements LinkPacket {
    public Drain {
      Fields.natural("withinMillis", withinMillis);
    }
  }

  /// Reserved for the cluster: the log lives elsewhere.
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
