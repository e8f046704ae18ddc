package io.realtimegateway.journal.rocks.retention;

import io.realtimegateway.journal.rocks.log.OwnedLog;
import io.realtimegateway.journal.rocks.log.RewrittenRows;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.model.Shards;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Removes rows that the owner of their log may rewrite at the same time. RocksDB has no
/// conditional delete, so the owner's loop does both:
/// 1. on the loop of each log concerned, start recording which rows appends write;
/// 2. on the caller's thread, read the rows again and keep those that may still be removed;
/// 3. on the loops, delete those that no append has written since step 1, in one write without a
///    read.
///
/// Rows that cannot be removed now (a loop does not respond, a log is being taken over) stay until
/// the next round finds them again. Used by one thread.
public final class RowRemover {
  /// Most rows of one call, which a loop deletes in one write.
  static final int MOST_ROWS = 256;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /// A row that may be removed.
  ///
  /// @param shard shard of the records that write this row
  /// @param key wraps the whole key
  record Candidate(int shard, ByteBuffer key) {}

  /// Decides which rows may be removed.
  interface Removable {
    boolean test(byte[] key, byte[] row);
  }

  /// Rows of one log that will be removed.
  private static final class Part {
    final List<byte[]> keys = new ArrayList<>();
    final RewrittenRows rewritten;

    Part(Column column) {
      rewritten = new RewrittenRows(column);
    }
  }

  private final OwnedLog[] logs;
  private final Runnable beforeRemoval;

  /// @param beforeRemoval a stop point between reading and deleting
  public RowRemover(OwnedLog[] logs, Runnable beforeRemoval) {
    this.logs = logs;
    this.beforeRemoval = beforeRemoval;
  }

  /// Removes those rows that may still be removed. Blocks until the loops are done.
  ///
  /// @param found at most [#MOST_ROWS]
  void remove(OpenStore store, Column column, List<Candidate> found, Removable removable)
      throws RocksDBException {
    if (found.isEmpty()) {
      return;
    }
    Map<Integer, Part> parts = new TreeMap<>();
    for (Candidate one : found) {
      int log = Shards.logOf(one.shard());
      parts.computeIfAbsent(log, _ -> new Part(column)).keys.add(one.key().array());
    }
    try {
      boolean areWatched = onLoops(parts, (log, part) -> log.watch(part.rewritten)) == parts.size();
      if (areWatched) {
        for (Part part : parts.values()) {
          retain(store, column, part, removable);
        }
        beforeRemoval.run();
        onLoops(parts, (log, part) -> log.remove(store, part.keys, part.rewritten));
      }
    } finally {
      parts.keySet().forEach(log -> logs[log].unwatch());
    }
  }

  private static void retain(OpenStore store, Column column, Part part, Removable removable) {
    List<byte[]> keys = List.copyOf(part.keys);
    List<byte @Nullable []> rows = store.getAll(column, keys);
    part.keys.clear();
    for (int i = 0; i < keys.size(); i++) {
      byte[] row = rows.get(i);
      if (row != null && removable.test(keys.get(i), row)) {
        part.keys.add(keys.get(i));
      }
    }
  }

  /// A step that runs on the loop of a log.
  private interface Step {
    /// @return whether it was done
    boolean on(OwnedLog log, Part part) throws RocksDBException;
  }

  /// @return for how many logs it was done
  private int onLoops(Map<Integer, Part> parts, Step step) throws RocksDBException {
    List<Future<Boolean>> running = new ArrayList<>();
    for (Map.Entry<Integer, Part> entry : parts.entrySet()) {
      OwnedLog log = logs[entry.getKey()];
      CompletableFuture<Boolean> done = new CompletableFuture<>();
      running.add(done);
      try {
        log.executor().execute(() -> run(step, log, entry.getValue(), done));
      } catch (RejectedExecutionException _) {
        done.complete(false);
      }
    }
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    int done = 0;
    for (Future<Boolean> one : running) {
      done += await(one, deadline) ? 1 : 0;
    }
    return done;
  }

  private static void run(Step step, OwnedLog log, Part part, CompletableFuture<Boolean> done) {
    try {
      done.complete(step.on(log, part));
    } catch (RocksDBException | RuntimeException failed) {
      done.completeExceptionally(failed);
    }
  }

  private static boolean await(Future<Boolean> one, long deadline) throws RocksDBException {
    try {
      return one.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RocksDBException cause) {
        throw cause;
      }
      throw new IllegalStateException("rows could not be removed", failed.getCause());
    }
  }
}
