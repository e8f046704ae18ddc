package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Answers that say how a conversation is. Memory runs ahead of the journal, and another engine may
/// have taken the log over while this one was stopped: so each waits until what it tells is
/// committed, and until this engine is known to own the log still.
final class OwedAnswers {
  private final Conversation core;
  private final LogWriter writer;
  private final List<Owed> owed = new ArrayList<>();
  private boolean isForgotten;

  private record Owed(long seq, Runnable tell, Runnable unknown) {}

  OwedAnswers(Conversation core, LogWriter writer) {
    this.core = core;
    this.writer = writer;
  }

  /// Runs one of the two.
  ///
  /// @param seq the newest event that the answer knows of
  /// @param unknown where that came to nothing, as far as this engine knows
  void give(long seq, Runnable tell, Runnable unknown) {
    if (isForgotten) {
      unknown.run();
    } else if (seq <= core.committed()) {
      writer.barrier(tell, unknown);
    } else {
      owed.add(new Owed(seq, tell, unknown));
    }
  }

  /// Answers one who is no member: after all that is decided, because a removal that is only
  /// decided may come to nothing.
  void refuseStranger(PeerLink from, long request) {
    give(
        core.head(),
        () -> from.refuse(request, ErrorCode.NOT_FOUND, "no such conversation"),
        () -> from.refuse(request, ErrorCode.SERVICE_UNAVAILABLE, "repeat this later"));
  }

  /// The conversation has committed more.
  void committed() {
    if (owed.isEmpty()) {
      return;
    }
    List<Owed> due = new ArrayList<>();
    for (Iterator<Owed> all = owed.iterator(); all.hasNext(); ) {
      Owed next = all.next();
      if (next.seq <= core.committed()) {
        all.remove();
        due.add(next);
      }
    }
    due.forEach(next -> next.tell.run());
  }

  boolean isEmpty() {
    return owed.isEmpty();
  }

  /// The conversation is forgotten: nobody is left without an answer.
  void forget() {
    isForgotten = true;
    List<Owed> all = List.copyOf(owed);
    owed.clear();
    all.forEach(next -> next.unknown.run());
  }
}
