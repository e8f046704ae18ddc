package io.realtimegateway.engine.core;

/// Who gave a command its name. Names of two kinds are never compared with each other.
public enum NameKind {
  /// A gateway or the API: random, so that it meets no other.
  GENERATED,

  /// The client, for a send: its `clientMessageID`.
  CLIENT_MESSAGE_ID,

  /// The client, for an edit or delete: its `commandID`.
  COMMAND_ID
}
