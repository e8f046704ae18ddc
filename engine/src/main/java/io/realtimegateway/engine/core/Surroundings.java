package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.NameSpace;

/// What a conversation needs from outside to decide.
public interface Surroundings {
  /// Epoch milliseconds.
  long now();

  /// The next message id: time-ordered, never used before.
  long nextMessageID();

  /// Whether it is certain, from memory alone, that no committed command of this conversation has
  /// this name.
  boolean surelyNew(long conversationID, NameSpace space, CommandName name);

  /// Most members that a conversation may have.
  int maxMembers();

  /// Whether nothing new can be accepted now. Repeats of accepted commands are still answered.
  boolean isFull();
}
