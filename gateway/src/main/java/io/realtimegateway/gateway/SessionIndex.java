package io.realtimegateway.gateway;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.realtimegateway.gateway.outbound.Receiver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sessions of one loop, by handle and by user. Those of one user are a chain.
final class SessionIndex {
  private final LongObjectMap<Session> sessions = new LongObjectHashMap<>();
  private final LongObjectMap<Session> expected = new LongObjectHashMap<>();
  private final LongObjectMap<Session> users = new LongObjectHashMap<>();

  /// Number of open sessions.
  int size() {
    return sessions.size();
  }

  /// A ticket is on its way to be redeemed. From then on the session may be put into audiences, by
  /// links on which nothing waits for the answer to the ticket.
  void expect(Session session) {
    expected.put(session.handle(), session);
  }

  /// The ticket was answered.
  void expectNoLonger(Session session) {
    expected.remove(session.handle());
  }

  void add(Session session) {
    sessions.put(session.handle(), session);
    session.next(users.put(session.userID(), session));
  }

  void remove(Session session) {
    sessions.remove(session.handle());
    Session first = users.get(session.userID());
    if (first == session) {
      Session behind = session.next();
      if (behind == null) {
        users.remove(session.userID());
      } else {
        users.put(session.userID(), behind);
      }
    } else {
      Session before = first;
      while (before != null && before.next() != session) {
        before = before.next();
      }
      if (before != null) {
        before.next(session.next());
      }
    }
    session.next(null);
  }

  /// An open session, or null.
  @Nullable Session of(long handle) {
    return sessions.get(handle);
  }

  /// What receives for an open or expected session, or null.
  @Nullable Receiver receiver(long handle) {
    Session session = sessions.get(handle);
    if (session == null) {
      session = expected.get(handle);
    }
    return session == null ? null : session.receiver();
  }

  /// Each open session of a user.
  void ofUser(long userID, Consumer<Session> action) {
    for (Session at = users.get(userID); at != null; at = at.next()) {
      action.accept(at);
    }
  }

  /// All open sessions, as of now.
  List<Session> all() {
    return new ArrayList<>(sessions.values());
  }
}
