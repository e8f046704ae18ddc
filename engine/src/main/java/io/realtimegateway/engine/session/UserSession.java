package io.realtimegateway.engine.session;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import org.jspecify.annotations.Nullable;

/// A session at the shard of its user.
final class UserSession {
  private final SessionAddress address;
  private String loginID;
  private long loginIssuedAt;
  private final NotifiedPeers notifiedOnline = new NotifiedPeers();
  private final PendingPresence pending = new PendingPresence();
  private boolean isAttached;
  private int awaited;
  private @Nullable Runnable whenJoined;

  /// A session that is not attached yet.
  ///
  /// @param loginIssuedAt epoch milliseconds
  UserSession(SessionAddress address, String loginID, long loginIssuedAt) {
    this.address = address;
    this.loginID = loginID;
    this.loginIssuedAt = loginIssuedAt;
  }

  SessionAddress address() {
    return address;
  }

  String loginID() {
    return loginID;
  }

  long loginIssuedAt() {
    return loginIssuedAt;
  }

  void refresh(String newLogin, long issuedAt) {
    loginID = newLogin;
    loginIssuedAt = issuedAt;
  }

  /// The peers that it was last notified of as online.
  NotifiedPeers notifiedOnline() {
    return notifiedOnline;
  }

  /// Presence changes to send when its link is back.
  PendingPresence pending() {
    return pending;
  }

  boolean isAttached() {
    return isAttached;
  }

  void attached() {
    isAttached = true;
  }

  /// Waits until it has joined this many audiences.
  void await(int conversations, Runnable then) {
    awaited = conversations;
    whenJoined = then;
    if (awaited == 0) {
      joinedEverywhere();
    }
  }

  void joined() {
    if (awaited > 0 && --awaited == 0) {
      joinedEverywhere();
    }
  }

  /// The session has ended: waiting operations continue without it.
  void waitNoLonger() {
    awaited = 0;
    joinedEverywhere();
  }

  private void joinedEverywhere() {
    Runnable then = whenJoined;
    whenJoined = null;
    if (then != null) {
      then.run();
    }
  }
}
