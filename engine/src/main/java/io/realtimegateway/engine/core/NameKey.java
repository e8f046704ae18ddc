package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.NameSpace;

/// The key under which the name of a command is unique in its conversation.
record NameKey(long author, NameSpace space, String text) {
  static NameKey of(HistoryCommand command) {
    return new NameKey(command.author(), command.nameSpace(), command.name().text());
  }
}
