package io.realtimegateway.journal;

import io.realtimegateway.model.record.JournalEntry;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The port through which records are appended, read and truncated. A command whose record is
/// committed here is accepted.
///
/// `append` and `barrier` are called on the event loop that owns the log and never block it; their
/// outcomes come in the order of the calls of that log, on the executor that `own` was given,
/// possibly before the call returns. `read` and `truncate` block and are called on platform
/// threads.
public interface Journal extends AutoCloseable {
  /// The outcome of an append.
  enum Outcome {
    /// Committed: the records survive what the configured level promises.
    COMMITTED,
    /// Not known to be committed. The owner discards its state of the log's shards and takes the
    /// log over again. An unknown outcome counts as this one.
    FENCED
  }

  /// The records that one turn of a loop appends to one log.
  ///
  /// @param term the term under which the caller owns the log
  /// @param entries in order, dense per shard
  record Append(int log, long term, List<JournalEntry> entries, Consumer<Outcome> outcome) {}

  /// Takes a log over. Blocks until all committed records can be read and no earlier owner can
  /// append.
  ///
  /// @param executor runs the outcomes: the event loop that owns the log
  Ownership own(int log, Executor executor);

  /// A log that was taken over.
  ///
  /// @param term higher than any before
  /// @param shards the eight shards of the log in order
  record Ownership(int log, long term, List<ShardTail> shards) {}

  /// Where a shard's records end.
  ///
  /// @param epoch of the newest record, 0 if there is none
  /// @param index of the newest record, 0 if there is none
  /// @param provable whether the tail is known to be complete; if not, the shard starts a new epoch
  /// @param doubt for operators: why the tail is not provable, empty if it is
  record ShardTail(int shard, long epoch, long index, boolean provable, String doubt) {}

  /// Appends the records of one turn of a loop, in one write for all of its logs if the journal is
  /// local.
  void append(List<Append> appends);

  /// Completes with `COMMITTED` if the caller was still the owner of the log after the call began,
  /// otherwise with `FENCED`.
  void barrier(int log, long term, Consumer<Outcome> outcome);

  /// Reads committed entries of a shard in order, from `fromIndex` on. Blocks.
  ///
  /// @param maxBytes approximate limit of the returned records' bytes; at least one entry is
  ///   returned if there is one
  /// @return empty if nothing is committed from there on; ends before a record that is missing or
  ///   damaged
  /// @throws TruncatedException if `fromIndex` was truncated
  /// @throws DamagedException if the record at `fromIndex` is missing or cannot be read
  List<JournalEntry> read(int shard, long fromIndex, int maxEntries, int maxBytes);

  /// How far a shard is archived in PostgreSQL.
  ///
  /// @param epoch of the newest archived record
  /// @param index of it
  record Archived(int shard, long epoch, long index) {}

  /// Marks the records up to these positions as archived in PostgreSQL; they may be removed once
  /// the retention window has passed. One write for all shards. Blocks.
  void archived(List<Archived> shards);

  /// The same for one shard.
  default void archived(int shard, long epoch, long index) {
    archived(List.of(new Archived(shard, epoch, index)));
  }

  /// The newest index of a shard that was marked as archived in this store.
  long archivedIndex(int shard);

  /// Lowest index that can still be read, or the next one to be written if nothing can be read.
  long firstIndex(int shard);

  /// How full the journal is, for health checks.
  JournalStatus status();

  /// Whether sends must be refused now: unarchived records have reached the limit, the disk is
  /// nearly full, or the store cannot be written. May be called on any thread; cheap and never
  /// blocks.
  boolean isFull();

  @Override
  void close();
}
