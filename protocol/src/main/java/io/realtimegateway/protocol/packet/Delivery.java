package io.realtimegateway.protocol.packet;

import io.realtimegateway.model.Shards;
import java.util.List;

/// Events from the engine to a gateway loop and their recipients, in one order per link. An
/// audience is the set of sessions of this gateway loop that receive the events of one
/// conversation; it is defined lazily, once per link.
public sealed interface Delivery extends Packet {
  /// Defines an audience: from now on `audience` means these sessions. Never empty.
  ///
  /// @param audience number, unique within the link's life, 1 or more
  record AudienceDefine(int audience, long conversationID, List<Long> sessions)
      implements Delivery {
    public AudienceDefine {
      Fields.range("audience", audience, 1, Integer.MAX_VALUE);
      Fields.id("conversationID", conversationID);
      sessions = Fields.sessions(sessions);
    }
  }

  record AudienceAdd(int audience, List<Long> sessions) implements Delivery {
    public AudienceAdd {
      Fields.range("audience", audience, 1, Integer.MAX_VALUE);
      sessions = Fields.sessions(sessions);
    }
  }

  record AudienceRemove(int audience, List<Long> sessions) implements Delivery {
    public AudienceRemove {
      Fields.range("audience", audience, 1, Integer.MAX_VALUE);
      sessions = Fields.sessions(sessions);
    }
  }

  /// The conversation was evicted from the engine's memory, or the audience became empty; the
  /// number is not reused.
  record AudienceDrop(int audience) implements Delivery {
    public AudienceDrop {
      Fields.range("audience", audience, 1, Integer.MAX_VALUE);
    }
  }

  /// An event for every session of an audience.
  ///
  /// @param shard of the conversation, 0..63
  /// @param index newest index of the shard that this link has received, including this packet
  /// @param exceptUser a user whose sessions are left out, or 0
  record Deliver(int audience, int shard, long index, long exceptUser, Event event)
      implements Delivery {
    public Deliver {
      Fields.range("audience", audience, 1, Integer.MAX_VALUE);
      Fields.shard(shard);
      Fields.natural("index", index);
      Fields.idOrZero("exceptUser", exceptUser);
    }
  }

  /// An event for individual sessions.
  ///
  /// @param shard the shard that sends it, 0..63
  /// @param index as in `Deliver`
  record Direct(List<Long> sessions, int shard, long index, Event event) implements Delivery {
    public Direct {
      sessions = Fields.sessions(sessions);
      Fields.shard(shard);
      Fields.natural("index", index);
    }
  }

  /// Events were missed while the link or the engine was down: this gateway loop sends `lagging` to
  /// its sessions of these users.
  ///
  /// @param shard the shard that sends it, 0..63
  /// @param conversationID the conversation that changed, or 0 if the position was too old to know:
  ///   then all sessions get `lagging` without a list
  /// @param users members, and those who were removed since; ignored if conversationID is 0
  record Lagging(int shard, long conversationID, List<Long> users) implements Delivery {
    public Lagging {
      Fields.range("shard", shard, 0, Shards.COUNT - 1);
      Fields.idOrZero("conversationID", conversationID);
      users = Fields.users("users", users);
    }
  }
}
