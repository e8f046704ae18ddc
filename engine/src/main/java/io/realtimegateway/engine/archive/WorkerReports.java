package io.realtimegateway.engine.archive;

/// Reports of a worker, for the health of the archiver. Called on the worker's thread.
interface WorkerReports {
  /// The result of the last attempt.
  ///
  /// @param cause empty if it succeeded
  void attempted(String cause);

  /// A shard is no longer archived.
  void halted(int shard, String cause);

  /// A record was refused, and a placeholder is archived in its place.
  void quarantined(int shard, long index);

  /// Another process owns the archive.
  void fenced(String reason);
}
