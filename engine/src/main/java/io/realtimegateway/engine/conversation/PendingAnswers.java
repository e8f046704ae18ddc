package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Answers that say how a conversation is. Memory runs ahead of the journal, and another engine may
/// have taken the log over while this one was stopped: so each waits until what it says is
/// committed, and until this engine is known to own the log still.
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
  /// @param unknown if that was not committed, as far as this engine knows
  void send(long seq, Runnable answer, Runnable unknown) {
    if (isForgotten) {
      unknown.run();
    } else if (seq <= core.committed()) {
      shard.barrier(answer, unknown);
    } else {
      pending.add(new Pending(seq, answer, unknown));
    }
  }

  /// Answers a user who is no member: after all that is decided, because a removal that is only
  /// decided may come to nothing.
  void refuseStranger(PeerLink from, long request) {
    send(
        core.head(),
        () -> from.refuse(request, ErrorCode.NOT_FOUND, "no such conversation"),
        () -> from.refuse(request, ErrorCode.SERVICE_UNAVAILABLE, "repeat this later"));
  }

  /// The conversation has committed more.
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

  /// The conversation leaves memory: no request is left without an answer.
  void forget() {
    isForgotten = true;
    List<Pending> all = List.copyOf(pending);
    pending.clear();
    all.forEach(next -> next.unknown.run());
  }
}
