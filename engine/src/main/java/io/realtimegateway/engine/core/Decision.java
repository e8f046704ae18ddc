package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// The outcome of a command.
public sealed interface Decision {
  /// The record is applied to memory; it is acknowledged and delivered once it is committed.
  record Accepted(ConversationEvent record, CommandResult result) implements Decision {
    static Accepted of(ConversationEvent record, long messageID, long time) {
      return new Accepted(
          record,
          new CommandResult(
              messageID,
              record.lastSeq(),
              time,
              record.name().digestHigh(),
              record.name().digestLow()));
    }
  }

  /// Nothing to write: this is the result, to be sent once everything up to its seq is committed.
  ///
  /// @param repeated whether the command had been accepted earlier under this name
  /// @param deleted whether the message that it created has been deleted since
  record Answered(CommandResult result, boolean repeated, boolean deleted) implements Decision {}

  record Refused(ErrorCode code, String message, @Nullable String target) implements Decision {}

  /// Memory does not know the message: look it up, `learn` it, and decide again.
  record NeedsMessage(long messageID) implements Decision {}

  /// Memory does not know name and metadata of the conversation: look them up, `learnProperties`,
  /// and decide again.
  record NeedsProperties() implements Decision {}

  /// Memory cannot say whether the name was used: look it up, `learnName` it, and decide again.
  record NeedsName() implements Decision {}
}
