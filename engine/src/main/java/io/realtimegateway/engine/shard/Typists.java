package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// Who types in one conversation: at most one frame per user and second. A user types while one of
/// the sessions does; a session stops after 6 s without another frame, or with its end. A message
/// of the user ends it for all of them.
final class Typists {
  private static final long EXPIRES_NANOS = 6_000_000_000L;
  private static final long PACE_NANOS = 1_000_000_000L;

  private final long conversationID;
  private final Teller teller;
  private final Map<Long, Typist> typists = new HashMap<>();

  /// Tells the other members.
  interface Teller {
    void tell(Event.TypingEvent event);
  }

  Typists(long conversationID, Teller teller) {
    this.conversationID = conversationID;
    this.teller = teller;
  }

  /// In which sessions a user types, each with the time when that expires, and what the others were
  /// told of it.
  private static final class Typist {
    final Map<SessionAddress, Long> expiresAt = new HashMap<>();
    boolean told;
    long toldAt;

    boolean isTyping() {
      return !expiresAt.isEmpty();
    }
  }

  void typing(SessionAddress address, boolean isTyping, long now) {
    long user = address.userID();
    Typist typist = typists.get(user);
    if (typist == null) {
      if (!isTyping) {
        return;
      }
      typist = new Typist();
      typist.toldAt = now - PACE_NANOS;
      typists.put(user, typist);
    }
    if (isTyping) {
      typist.expiresAt.put(address, now + EXPIRES_NANOS);
    } else {
      typist.expiresAt.remove(address);
    }
    boolean again = isTyping && typist.told;
    if (now - typist.toldAt >= PACE_NANOS && (again || typist.told != typist.isTyping())) {
      tell(user, typist, now);
    }
  }

  /// The user said what was being typed.
  void said(long user) {
    Typist typist = typists.remove(user);
    if (typist != null && typist.told) {
      teller.tell(new Event.TypingEvent(conversationID, user, false));
    }
  }

  /// The session has ended; another one of the same user may go on typing.
  void left(SessionAddress address) {
    Typist typist = typists.get(address.userID());
    if (typist != null && typist.expiresAt.remove(address) != null && !typist.isTyping()) {
      said(address.userID());
    }
  }

  boolean isEmpty() {
    return typists.isEmpty();
  }

  /// Ends what expired and tells what had to wait for its second.
  void tick(long now) {
    for (Iterator<Map.Entry<Long, Typist>> all = typists.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Long, Typist> entry = all.next();
      Typist typist = entry.getValue();
      typist.expiresAt.values().removeIf(end -> now - end >= 0);
      boolean paced = now - typist.toldAt >= PACE_NANOS;
      if (typist.told != typist.isTyping() && paced) {
        tell(entry.getKey(), typist, now);
      }
      if (!typist.isTyping() && !typist.told) {
        all.remove();
      }
    }
  }

  private void tell(long user, Typist typist, long now) {
    typist.told = typist.isTyping();
    typist.toldAt = now;
    teller.tell(new Event.TypingEvent(conversationID, user, typist.told));
  }
}
