package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import org.jspecify.annotations.Nullable;

/// A session at the shard of its user.
final class UserSession {
  private final SessionAddress address;
  private String loginID;
  private long loginIssuedAt;
  private final ToldPeers toldOnline = new ToldPeers();
  private final OwedPresence owed = new OwedPresence();
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

  /// The peers that it was told are online, and not since that they are not.
  ToldPeers toldOnline() {
    return toldOnline;
  }

  /// What it is to be told of peers when its link is back.
  OwedPresence owed() {
    return owed;
  }

  boolean isAttached() {
    return isAttached;
  }

  void attached() {
    isAttached = true;
  }

  /// Waits until so many conversations have given it a address.
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

  /// It has left: who waits for it goes on without it.
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
