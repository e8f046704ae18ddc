package io.realtimegateway.engine.archive;

/// What the archiver tells the engine, on its own threads; an implementation hands over and
/// returns.
public interface ArchiverEvents {
  /// Everything of the shard up to this index can be read in PostgreSQL.
  void archived(int shard, long index);

  /// Another process archives now: this one must not accept anything more, and ends. Told once.
  void fenced(String reason);

  /// Alarm: a shard is no longer archived, because the database contradicts its journal. Its reads
  /// are refused.
  void stopped(int shard, String cause);

  /// A record was refused for its data; a placeholder keeps its id and seq.
  default void setAside(int shard, long index) {}
}
