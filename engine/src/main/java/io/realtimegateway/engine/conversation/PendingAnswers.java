package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Answers that depend on the state of a conversation. Memory runs ahead of the journal, and
/// another engine may have taken the log over while this process was paused: so each answer waits
/// until its state is committed and this engine is known to still own the log.
final class PendingAnswers {
  private final Conversation core;
  private final ShardPort shard;
  private final List<Pending> pending = new ArrayList<>();
  private boolean isForgotten;

  private record Pending(long seq, Runnable answer, Runnable unknown) {}

  PendingAnswers(Conversation core, ShardPort shard) {
    this.core = core;
    this.shard = shard;
  }

  /// Runs one of the two.
  ///
  /// @param seq the newest event that the answer depends on
  /// @param unknown run if that event is not known to be committed
  void send(long seq, Runnable answer, Runnable unknown) {
    if (isForgotten) {
      unknown.run();
    } else if (seq <= core.committed()) {
      shard.barrier(answer, unknown);
    } else {
      pending.add(new Pending(seq, answer, unknown));
    }
  }

  /// Answers a user who is not a member, once everything decided is committed, because an
  /// uncommitted removal can still be lost.
  void refuseStranger(PeerLink from, long request) {
    send(
        core.head(),
        () -> from.refuse(request, ErrorCode.NOT_FOUND, "no such conversation"),
        () -> from.refuse(request, ErrorCode.SERVICE_UNAVAILABLE, "try again later"));
  }

  /// More of the conversation is committed.
  void committed() {
    if (pending.isEmpty()) {
      return;
    }
    List<Pending> due = new ArrayList<>();
    for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
      Pending next = all.next();
      if (next.seq <= core.committed()) {
        all.remove();
        due.add(next);
      }
    }
    due.forEach(next -> next.answer.run());
  }

  boolean isEmpty() {
    return pending.isEmpty();
  }

  /// The conversation is evicted: answers all open requests.
  void forget() {
    isForgotten = true;
    List<Pending> all = List.copyOf(pending);
    pending.clear();
    all.forEach(next -> next.unknown.run());
  }
}
