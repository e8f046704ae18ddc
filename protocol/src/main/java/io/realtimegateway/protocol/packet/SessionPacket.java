package io.realtimegateway.protocol.packet;

import io.realtimegateway.model.Shards;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lifecycle of a client's session on a link. A handle identifies a session to the engine; the
/// gateway loop chooses it and never reuses it. All of these packets concern the shard of the user.
public sealed interface SessionPacket extends Packet {
  /// Redeems a ticket and attaches a session. Answered by `Answer.Redeemed` or `Answer.Failure`,
  /// later followed by `Attached`.
  ///
  /// @param session handle, 1 or more
  /// @param ticketID random id of the ticket, valid for one redemption
  /// @param ticketTerm term of the user's log under which the ticket was issued
  /// @param ticketIssuedAt epoch milliseconds
  /// @param ticketExpiresAt epoch milliseconds
  /// @param loginID the login of the session, with which it ends
  /// @param loginIssuedAt epoch milliseconds; a later end of all logins invalidates the ticket,
  ///   whenever it was issued
  /// @param loginExpiresAt epoch milliseconds
  record Connect(
      long request,
      long session,
      long userID,
      String ticketID,
      long ticketTerm,
      long ticketIssuedAt,
      long ticketExpiresAt,
      String loginID,
      long loginIssuedAt,
      long loginExpiresAt)
      implements SessionPacket, Request {
    public Connect {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.range("session", session, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.text("ticketID", ticketID, 64);
      Fields.natural("ticketTerm", ticketTerm);
      Fields.natural("ticketIssuedAt", ticketIssuedAt);
      Fields.natural("ticketExpiresAt", ticketExpiresAt);
      Fields.text("loginID", loginID, 64);
      Fields.natural("loginIssuedAt", loginIssuedAt);
      Fields.natural("loginExpiresAt", loginExpiresAt);
    }

    @Override
    public int shard() {
      return Shards.ofUser(userID);
    }
  }

  /// From the engine: the session has joined all its audiences; everything accepted from now on
  /// reaches it.
  record Attached(long session) implements SessionPacket {
    public Attached {
      Fields.range("session", session, 1, Long.MAX_VALUE);
    }
  }

  /// From the gateway: the session ended.
  record Disconnect(long session, long userID) implements SessionPacket {
    public Disconnect {
      Fields.range("session", session, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
    }
  }

  /// From the gateway: the session missed signals and needs to be sent again which of its peers are
  /// online.
  record SendPresence(long session, long userID) implements SessionPacket {
    public SendPresence {
      Fields.range("session", session, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
    }
  }

  /// From the gateway, first after `Welcome`, even if it has no session: its sessions of the shards
  /// of this link, and the positions up to which it received those shards. Sent in parts; `last`
  /// marks the final one.
  record Register(List<LiveSession> sessions, List<Position> positions, boolean last)
      implements SessionPacket {
    public Register {
      sessions = Fields.list("sessions", sessions);
      positions = Fields.list("positions", positions);
    }
  }

  /// A session that survived the loss of its link or engine.
  ///
  /// @param loginExpiresAt epoch milliseconds
  /// @param loginIssuedAt epoch milliseconds; a later end of all logins ends the session
  record LiveSession(
      long session, long userID, String loginID, long loginExpiresAt, long loginIssuedAt) {
    public LiveSession {
      Fields.range("session", session, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.text("loginID", loginID, 64);
      Fields.natural("loginExpiresAt", loginExpiresAt);
      Fields.natural("loginIssuedAt", loginIssuedAt);
    }
  }

  /// From the engine: registration is complete, requests are answered from now on.
  /// `Delivery.Lagging` for missed changes was sent before this.
  record Registered(List<Position> positions) implements SessionPacket {
    public Registered {
      positions = Fields.list("positions", positions);
    }
  }

  /// The session continues with a new login. Answered by `Answer.Ack` whose `time` is the new end.
  record RefreshSession(
      long request,
      long session,
      long userID,
      String ticketID,
      long ticketTerm,
      long ticketIssuedAt,
      long ticketExpiresAt,
      String loginID,
      long loginIssuedAt,
      long loginExpiresAt)
      implements SessionPacket, Request {
    public RefreshSession {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.range("session", session, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.text("ticketID", ticketID, 64);
      Fields.natural("ticketTerm", ticketTerm);
      Fields.natural("ticketIssuedAt", ticketIssuedAt);
      Fields.natural("ticketExpiresAt", ticketExpiresAt);
      Fields.text("loginID", loginID, 64);
      Fields.natural("loginIssuedAt", loginIssuedAt);
      Fields.natural("loginExpiresAt", loginExpiresAt);
    }

    @Override
    public int shard() {
      return Shards.ofUser(userID);
    }
  }

  /// From the API, after the change is in the database: a user's name or picture changed. Its peers
  /// and its own sessions are notified. Answered by `Answer.Ack`.
  ///
  /// @param displayImage address of a picture, null for none
  record AnnounceProfile(
      long request, long userID, String displayName, @Nullable String displayImage)
      implements SessionPacket, Request {
    public AnnounceProfile {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.text("displayName", displayName, 200);
      Fields.text("displayImage", displayImage, 2048);
    }

    @Override
    public int shard() {
      return Shards.ofUser(userID);
    }
  }

  /// From the engine: the gateway must close this session.
  ///
  /// @param code WebSocket close code, 1000..4999
  record EndSession(long session, int code, String reason) implements SessionPacket {
    public EndSession {
      Fields.range("session", session, 1, Long.MAX_VALUE);
      Fields.range("code", code, 1000, 4999);
      Fields.text("reason", reason, 120);
    }
  }

  /// From the API, after the revocation is in the database: end the live sessions of one login, or
  /// of all logins of the user that were issued before a time. Answered by `Answer.Ack`.
  ///
  /// @param loginID the login, or null for all
  /// @param issuedBefore epoch milliseconds; for all logins, those issued before
  /// @param keptUntil epoch milliseconds at which the last of these logins ends by itself
  record RevokeLogins(
      long request, long userID, @Nullable String loginID, long issuedBefore, long keptUntil)
      implements SessionPacket, Request {
    public RevokeLogins {
      Fields.range("request", request, 1, Long.MAX_VALUE);
      Fields.id("userID", userID);
      Fields.text("loginID", loginID, 64);
      Fields.natural("issuedBefore", issuedBefore);
      Fields.natural("keptUntil", keptUntil);
    }

    @Override
    public int shard() {
      return Shards.ofUser(userID);
    }
  }
}
