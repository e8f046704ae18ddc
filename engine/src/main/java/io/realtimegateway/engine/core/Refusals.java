package io.realtimegateway.engine.core;

import io.realtimegateway.protocol.ErrorCode;

/// Refusals of commands that concern a message.
final class Refusals {
  private Refusals() {}

  /// The name of a command stands for another one.
  static Decision.Refused nameIsTaken(NameKind kind) {
    String field = kind == NameKind.COMMAND_ID ? "commandID" : "clientMessageID";
    return new Decision.Refused(
        ErrorCode.CONFLICT, "this name was used with another content", field);
  }

  static Decision.Refused noMessage() {
    return new Decision.Refused(ErrorCode.NOT_FOUND, "no such message", "messageID");
  }

  static Decision.Refused notTheAuthor() {
    return new Decision.Refused(ErrorCode.FORBIDDEN, "only the author may do this", "messageID");
  }

  /// The condition of a command does not hold.
  static Decision.Refused changedSince(Message message) {
    return new Decision.Refused(
        ErrorCode.CONFLICT,
        "the message has changed: its changeSeq is " + message.changeSeq(),
        "ifChangeSeq");
  }
}
