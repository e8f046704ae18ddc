package io.realtimegateway.gateway.engine;

import io.realtimegateway.gateway.outbound.ServerFrames;
import io.realtimegateway.gateway.outbound.SessionOutput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The `lagging` frames that sessions get at the end of a turn: which conversations have events
/// that they missed while the engine was away.
final class LaggingNotices {
  private static final long[] ALL = {};

  private final Map<SessionOutput, Set<Long>> missed = new HashMap<>();
  private final Set<SessionOutput> missedAll = new HashSet<>();

  void missed(SessionOutput output, long conversationID) {
    if (missedAll.contains(output)) {
      return;
    }
    Set<Long> conversations = missed.computeIfAbsent(output, _ -> new HashSet<>());
    conversations.add(conversationID);
    if (conversations.size() > ServerFrames.MOST_NAMED) {
      missedAll(output);
    }
  }

  void missedAll(SessionOutput output) {
    missed.remove(output);
    missedAll.add(output);
  }

  /// Sends each session one frame.
  void send() {
    if (missed.isEmpty() && missedAll.isEmpty()) {
      return;
    }
    missedAll.forEach(output -> output.sendLagging(ALL));
    missed.forEach(
        (output, conversations) ->
            output.sendLagging(
                conversations.stream().mapToLong(Long::longValue).sorted().toArray()));
    missed.clear();
    missedAll.clear();
  }
}
