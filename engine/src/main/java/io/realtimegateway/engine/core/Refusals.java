package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.NameSpace;
import io.realtimegateway.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// The refusals of commands.
final class Refusals {
  private Refusals() {}

  /// The name was used for another command.
  static Decision.Refused nameIsTaken(NameSpace space) {
    String field = space == NameSpace.COMMAND ? "commandID" : "clientMessageID";
    return of(ErrorCode.CONFLICT, "this name was used with another content", field);
  }

  static Decision.Refused noMessage() {
    return of(ErrorCode.NOT_FOUND, "no such message", "messageID");
  }

  static Decision.Refused notTheAuthor() {
    return of(ErrorCode.FORBIDDEN, "only the author may do this", "messageID");
  }

  /// The condition of a command is not met.
  static Decision.Refused changedSince(KnownMessage message) {
    return of(
        ErrorCode.CONFLICT,
        "the message has changed: its changeSeq is " + message.changeSeq(),
        "ifChangeSeq");
  }

  static Decision.Refused of(ErrorCode code, String message, @Nullable String target) {
    return new Decision.Refused(code, message, target);
  }
}
