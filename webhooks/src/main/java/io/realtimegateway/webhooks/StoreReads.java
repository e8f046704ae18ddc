package io.realtimegateway.webhooks;

import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.PlatformViews;
import io.realtimegateway.model.record.JournalEntry;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Reads of the local store for virtual threads, on two platform threads of their own, so that
/// webhooks do not delay other reads.
final class StoreReads implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int QUEUED = 1000;

  private final Journal journal;
  private final LocalViews views;
  private final ThreadPoolExecutor platform =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUED),
          Thread.ofPlatform().daemon().name("webhook-read-", 0).factory());

  StoreReads(Journal journal, LocalViews views) {
    this.journal = journal;
    this.views = new PlatformViews(views, platform);
  }

  /// As `Journal.read`.
  List<JournalEntry> read(int shard, long fromIndex, int maxEntries, int maxBytes)
      throws InterruptedException {
    try {
      return platform.submit(() -> journal.read(shard, fromIndex, maxEntries, maxBytes)).get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the journal could not be read", failure.getCause());
    }
  }

  /// Whether the local store knows the message as deleted. A message it does not know was archived
  /// long ago and has not been deleted since.
  boolean isDeleted(long messageID) {
    return views.message(messageID).filter(LocalViews.StoredMessage::deleted).isPresent();
  }

  @Override
  public void close() {
    platform.shutdownNow();
  }
}
