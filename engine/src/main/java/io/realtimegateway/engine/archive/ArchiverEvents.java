package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.Journal;
import java.util.List;

/// What the archiver tells the engine, on its own threads; an implementation hands over and
/// returns.
public interface ArchiverEvents {
  /// Everything of these shards up to there can be read in PostgreSQL.
  void archived(List<Journal.Archived> shards);

  /// Another process archives now: this one must not accept anything more, and ends. Told once.
  void fenced(String reason);

  /// PostgreSQL, which was away at the start, answers: called before the archive is claimed. What
  /// it throws makes the archiver try again later.
  default void databaseIsBack() {}

  /// Alarm: a shard is no longer archived, because the database contradicts its journal. Its reads
  /// are refused.
  void stopped(int shard, String cause);

  /// A record was refused for its data; a placeholder keeps its id and seq.
  default void setAside(int shard, long index) {}
}
