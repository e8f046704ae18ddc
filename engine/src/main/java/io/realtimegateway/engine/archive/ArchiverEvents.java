package io.realtimegateway.engine.archive;

import io.realtimegateway.journal.Journal;
import java.util.List;

/// Notified by the archiver on its own threads; an implementation must not block.
public interface ArchiverEvents {
  /// Everything of these shards up to these positions can be read in PostgreSQL.
  void archived(List<Journal.Archived> shards);

  /// Another process owns the archive now: this one must stop accepting and end. Called once.
  void fenced(String reason);

  /// PostgreSQL, which was unavailable at the start, answers: called before the archive is claimed.
  /// If it throws, the archiver tries again later.
  default void databaseIsBack() {}

  /// Alarm: a shard is no longer archived, because the database and its journal disagree. Its reads
  /// are refused.
  void stopped(int shard, String cause);

  /// A record was refused for its data; a placeholder keeps its id and seq.
  default void setAside(int shard, long index) {}
}
