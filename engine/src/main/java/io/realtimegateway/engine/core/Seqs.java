package io.realtimegateway.engine.core;

/// The decided and the committed head of a conversation.
final class Seqs {
  private long head;
  private long committed;

  /// Everything up to `head` is committed.
  Seqs(long head) {
    this.head = head;
    this.committed = head;
  }

  /// Seq of the newest event, committed or not.
  long head() {
    return head;
  }

  /// Seq of the newest committed event.
  long committed() {
    return committed;
  }

  /// The seq of a new event.
  long next() {
    return ++head;
  }

  void commit(long seq) {
    committed = Math.max(committed, seq);
  }
}
