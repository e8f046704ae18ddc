package io.realtimegateway.journal;

import io.realtimegateway.model.record.JournalEntry;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The port through which records are appended, read and truncated. Committed here is accepted.
///
/// `append` and `barrier` are called on the event loop that owns the log and never block it; their
/// outcomes come in the order of the calls of that log, on the executor that `own` was given,
/// possibly before the call returns. `read` and `truncate` block and are called on platform
/// threads.
public interface Journal extends AutoCloseable {
  /// What became of an append.
  enum Outcome {
    /// Committed: it survives what the configured level promises.
    COMMITTED,
    /// Not committed as far as anybody may assume: the owner forgets all that it has of the log's
    /// shards and owns the log again. An outcome that cannot be known counts as this.
    FENCED
  }

  /// One log's part of what a loop turn ends in.
  ///
  /// @param term the term under which the caller owns the log
  /// @param entries in order, dense per shard
  record Append(int log, long term, List<JournalEntry> entries, Consumer<Outcome> outcome) {}

  /// Takes a log over. Blocks until what is committed can be read and nothing of an earlier owner
  /// can be added.
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
  /// @param epoch of the newest record, 0 where there is none
  /// @param index of the newest record, 0 where there is none
  /// @param provable whether the tail is known to be complete; where not, the shard takes a new
  ///   epoch
  /// @param doubt for people: why the tail is not provable, empty where it is
  record ShardTail(int shard, long epoch, long index, boolean provable, String doubt) {}

  /// Appends what the logs of one loop turn gathered: on one machine in one write for all of them.
  void append(List<Append> appends);

  /// Completes with `COMMITTED` if the caller still was the owner of the log after the call began,
  /// else with `FENCED`.
  void barrier(int log, long term, Consumer<Outcome> outcome);

  /// Reads committed entries of a shard in order, from `fromIndex` on. Blocks.
  ///
  /// @param maxBytes about how many bytes of records to return at most; at least one entry is
  ///   returned where there is one
  /// @return empty where nothing is committed from there on; ends before a record that is missing
  ///   or damaged
  /// @throws TruncatedException where `fromIndex` was truncated
  /// @throws DamagedException where the record at `fromIndex` is missing or cannot be read
  List<JournalEntry> read(int shard, long fromIndex, int maxEntries, int maxBytes);

  /// How far a shard is in PostgreSQL.
  ///
  /// @param epoch of the newest archived record
  /// @param index of it
  record Archived(int shard, long epoch, long index) {}

  /// The records up to these are in PostgreSQL; they may go once the retention window has passed.
  /// One write for all. Blocks.
  void archived(List<Archived> shards);

  /// The same of one shard.
  default void archived(int shard, long epoch, long index) {
    archived(List.of(new Archived(shard, epoch, index)));
  }

  /// The newest archived index of a shard that this store was told of.
  long archivedIndex(int shard);

  /// Lowest index that can still be read, or the next one where nothing can.
  long firstIndex(int shard);

  /// How full it is, for health.
  JournalStatus status();

  /// Whether sends have to be refused now: what is not archived has reached the limit, the disk has
  /// hardly any room left, or nothing can be written. From any thread; never blocks, and costs next
  /// to nothing.
  boolean isFull();

  @Override
  void close();
}
