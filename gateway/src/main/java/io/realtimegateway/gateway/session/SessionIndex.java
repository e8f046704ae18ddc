package io.realtimegateway.gateway.session;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.realtimegateway.gateway.outbound.SessionOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sessions of one loop, by handle and by user. Those of one user are a linked list.
public final class SessionIndex {
  private final LongObjectMap<ClientSession> sessions = new LongObjectHashMap<>();
  private final LongObjectMap<ClientSession> expected = new LongObjectHashMap<>();
  private final LongObjectMap<ClientSession> users = new LongObjectHashMap<>();

  /// Number of open sessions.
  public int size() {
    return sessions.size();
  }

  /// A ticket is being redeemed. From now on the session may join audiences: the links of other
  /// shards do not wait for the answer to the ticket.
  public void expect(ClientSession session) {
    expected.put(session.handle(), session);
  }

  /// The ticket was answered.
  public void expectNoLonger(ClientSession session) {
    expected.remove(session.handle());
  }

  /// The ticket was redeemed: the session is open.
  public void add(ClientSession session) {
    sessions.put(session.handle(), session);
    session.next(users.put(session.userID(), session));
  }

  /// Removes an open session.
  public void remove(long handle) {
    ClientSession session = sessions.remove(handle);
    if (session != null) {
      unlink(session);
    }
  }

  private void unlink(ClientSession session) {
    ClientSession first = users.get(session.userID());
    if (first == session) {
      ClientSession second = session.next();
      if (second == null) {
        users.remove(session.userID());
      } else {
        users.put(session.userID(), second);
      }
    } else {
      ClientSession before = first;
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
  public @Nullable ClientSession of(long handle) {
    return sessions.get(handle);
  }

  /// The output of an open or expected session, or null.
  public @Nullable SessionOutput output(long handle) {
    ClientSession session = sessions.get(handle);
    if (session == null) {
      session = expected.get(handle);
    }
    return session == null ? null : session.output();
  }

  /// Each open session of a user.
  public void ofUser(long userID, Consumer<ClientSession> action) {
    for (ClientSession at = users.get(userID); at != null; at = at.next()) {
      action.accept(at);
    }
  }

  /// All open sessions, as of now.
  public List<ClientSession> all() {
    return new ArrayList<>(sessions.values());
  }
}
