package io.realtimegateway.engine.shard;

/// What a shard asks of the archiver. Nothing here blocks.
public interface Archive {
  /// The shard has committed everything up to this index.
  void committed(int shard, long index);

  /// Everything of the shard up to this index can be read in PostgreSQL.
  long archivedIndex(int shard);

  /// Somebody waits for what this shard has committed.
  void hurry(int shard);
}
