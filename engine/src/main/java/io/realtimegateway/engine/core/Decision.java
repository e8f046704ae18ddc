package io.realtimegateway.engine.core;

import io.realtimegateway.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What becomes of a command.
public sealed interface Decision {
  /// The fact holds from now on in memory; it is acked and told once it is committed.
  record Accepted(Fact fact, CommandResult result) implements Decision {}

  /// Nothing to do: this is the answer, to be sent once everything up to its seq is committed.
  ///
  /// @param repeated whether the command had been accepted before under this name
  /// @param deleted the message that it made was deleted since
  record Answered(CommandResult result, boolean repeated, boolean deleted) implements Decision {}

  record Refused(ErrorCode code, String message, @Nullable String target) implements Decision {}

  /// Memory does not know the message: look it up, `learn` it, and decide again.
  record NeedsMessage(long messageID) implements Decision {}

  /// Memory does not know name and metadata of the conversation: look them up, `learnProperties`,
  /// and decide again.
  record NeedsProperties() implements Decision {}

  /// Memory cannot say whether the name was used: look it up, `learnName` it, and decide again.
  record NeedsName(Named named) implements Decision {}
}
