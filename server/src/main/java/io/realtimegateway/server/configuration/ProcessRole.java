package io.realtimegateway.server.configuration;

/// A part of the server that a process runs.
public enum ProcessRole {
  /// WebSocket edge.
  GATEWAY,
  /// Shards, local store, archiver.
  ENGINE,
  /// REST API and sign-in.
  API
}
