package io.realtimegateway.engine.conversation;

import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// The typing users of one conversation: at most one frame per user and second. A user types while
/// one of the sessions does; a session stops after 6 s without another frame, or with its end. A
/// message of the user ends it for all of them.
final class TypingUsers {
  private static final long EXPIRES_NANOS = 6_000_000_000L;
  private static final long PACE_NANOS = 1_000_000_000L;

  private final long conversationID;
  private final Notifier notifier;
  private final Map<Long, Typist> typists = new HashMap<>();

  /// Notifies the other members.
  interface Notifier {
    void notify(Event.TypingEvent event);
  }

  TypingUsers(long conversationID, Notifier notifier) {
    this.conversationID = conversationID;
    this.notifier = notifier;
  }

  /// The sessions in which a user types, each with its expiry, and the state that others were sent.
  private static final class Typist {
    final Map<SessionAddress, Long> expiresAt = new HashMap<>();
    boolean isKnown;
    long notifiedAt;

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
      typist.notifiedAt = now - PACE_NANOS;
      typists.put(user, typist);
    }
    if (isTyping) {
      typist.expiresAt.put(address, now + EXPIRES_NANOS);
    } else {
      typist.expiresAt.remove(address);
    }
    boolean again = isTyping && typist.isKnown;
    if (now - typist.notifiedAt >= PACE_NANOS && (again || typist.isKnown != typist.isTyping())) {
      notify(user, typist, now);
    }
  }

  /// The user has sent what was being typed, or is no longer a member.
  void sent(long user) {
    Typist typist = typists.remove(user);
    if (typist != null && typist.isKnown) {
      notifier.notify(new Event.TypingEvent(conversationID, user, false));
    }
  }

  /// The session has ended; another one of the same user may still type.
  void left(SessionAddress address) {
    Typist typist = typists.get(address.userID());
    if (typist != null && typist.expiresAt.remove(address) != null && !typist.isTyping()) {
      sent(address.userID());
    }
  }

  boolean isEmpty() {
    return typists.isEmpty();
  }

  /// Ends expired typing and sends delayed frames.
  void tick(long now) {
    for (Iterator<Map.Entry<Long, Typist>> all = typists.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<Long, Typist> entry = all.next();
      Typist typist = entry.getValue();
      typist.expiresAt.values().removeIf(end -> now - end >= 0);
      boolean paced = now - typist.notifiedAt >= PACE_NANOS;
      if (typist.isKnown != typist.isTyping() && paced) {
        notify(entry.getKey(), typist, now);
      }
      if (!typist.isTyping() && !typist.isKnown) {
        all.remove();
      }
    }
  }

  private void notify(long user, Typist typist, long now) {
    typist.isKnown = typist.isTyping();
    typist.notifiedAt = now;
    notifier.notify(new Event.TypingEvent(conversationID, user, typist.isKnown));
  }
}
