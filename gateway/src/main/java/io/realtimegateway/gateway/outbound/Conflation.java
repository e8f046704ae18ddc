package io.realtimegateway.gateway.outbound;

import io.realtimegateway.protocol.packet.Event;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The signals that wait for a slow session: of each kind, conversation and user only the latest.
final class Conflation {
  private record Key(Class<?> kind, long conversationID, long userID) {}

  private final SequencedMap<Key, Event.Signal> latest = new LinkedHashMap<>();

  /// Keeps a signal in place of an older one of its kind.
  ///
  /// @return false if it replaces none and there is no room
  boolean keep(Event.Signal signal, int most) {
    Key key = key(signal);
    if (latest.size() >= most && !latest.containsKey(key)) {
      return false;
    }
    latest.put(key, signal);
    return true;
  }

  /// Drops the signals of a conversation that the user was removed from.
  void drop(long conversationID) {
    latest.keySet().removeIf(key -> key.conversationID() == conversationID);
  }

  Collection<Event.Signal> signals() {
    return latest.values();
  }

  private static Key key(Event.Signal signal) {
    return switch (signal) {
      case Event.TypingEvent(long conversationID, long userID, _) ->
          new Key(Event.TypingEvent.class, conversationID, userID);
      case Event.ReadMarker(long conversationID, long userID, _) ->
          new Key(Event.ReadMarker.class, conversationID, userID);
      case Event.Presence(long userID, _) -> new Key(Event.Presence.class, 0, userID);
      case Event.UserUpdated(long userID, _, _) -> new Key(Event.UserUpdated.class, 0, userID);
    };
  }
}
