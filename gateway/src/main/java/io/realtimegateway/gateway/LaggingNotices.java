package io.realtimegateway.gateway;

import io.realtimegateway.gateway.outbound.Receiver;
import io.realtimegateway.gateway.outbound.ServerFrames;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What sessions are to be told at the end of this turn: which conversations went on while the
/// engine was away.
final class LaggingNotices {
  private static final long[] ALL = {};

  private final Map<Receiver, Set<Long>> missed = new HashMap<>();
  private final Set<Receiver> missedAll = new HashSet<>();

  void missed(Receiver receiver, long conversationID) {
    if (missedAll.contains(receiver)) {
      return;
    }
    Set<Long> conversations = missed.computeIfAbsent(receiver, _ -> new HashSet<>());
    conversations.add(conversationID);
    if (conversations.size() > ServerFrames.MOST_NAMED) {
      missedAll(receiver);
    }
  }

  void missedAll(Receiver receiver) {
    missed.remove(receiver);
    missedAll.add(receiver);
  }

  /// Tells each session once.
  void tell() {
    if (missed.isEmpty() && missedAll.isEmpty()) {
      return;
    }
    missedAll.forEach(receiver -> receiver.tellLagging(ALL));
    missed.forEach(
        (receiver, conversations) ->
            receiver.tellLagging(
                conversations.stream().mapToLong(Long::longValue).sorted().toArray()));
    missed.clear();
    missedAll.clear();
  }
}
