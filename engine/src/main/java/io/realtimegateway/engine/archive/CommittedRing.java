package io.realtimegateway.engine.archive;

import io.realtimegateway.model.record.JournalEntry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A bounded ring in which event loops hand committed entries to a worker, so that it need not read
/// them from the journal. Nothing blocks: an entry that finds no room is not taken, and the worker,
/// which misses its index, reads it from the journal.
///
/// Entries of a shard stay in the order in which its loop offered them.
final class CommittedRing {
  private final AtomicReferenceArray<@Nullable JournalEntry> slots;
  private final long maxBytes;

  /// Slots that were reserved by `offer`, ever.
  private final AtomicLong reserved = new AtomicLong();

  /// Slots that were emptied by `poll`, ever. Written by the worker alone.
  private final AtomicLong emptied = new AtomicLong();

  /// Weight of what was offered and not released.
  private final AtomicLong bytes = new AtomicLong();

  /// An empty ring.
  ///
  /// @param entries most entries that wait to be polled, at least 1
  /// @param maxBytes most weight of entries that are not released, see [EntryWeight]
  CommittedRing(int entries, long maxBytes) {
    this.slots = new AtomicReferenceArray<>(entries);
    this.maxBytes = maxBytes;
  }

  /// Hands an entry over. From any event loop.
  ///
  /// @return false if there is no room
  boolean offer(JournalEntry entry) {
    long weight = EntryWeight.of(entry);
    if (bytes.addAndGet(weight) > maxBytes) {
      bytes.addAndGet(-weight);
      return false;
    }
    while (true) {
      long slot = reserved.get();
      if (slot - emptied.get() >= slots.length()) {
        bytes.addAndGet(-weight);
        return false;
      }
      if (reserved.compareAndSet(slot, slot + 1)) {
        slots.setRelease((int) (slot % slots.length()), entry);
        return true;
      }
    }
  }

  /// Removes the oldest entry; its weight counts until it is released. For the worker.
  ///
  /// @return null if there is none, or the oldest is being offered at this moment: then the wake-up
  ///   that follows it finds it
  @Nullable JournalEntry poll() {
    long slot = emptied.get();
    int at = (int) (slot % slots.length());
    JournalEntry entry = slots.getAcquire(at);
    if (entry != null) {
      slots.setPlain(at, null);
      emptied.setRelease(slot + 1);
    }
    return entry;
  }

  /// The worker keeps an entry no longer than its batch lasts.
  void release(JournalEntry entry) {
    bytes.addAndGet(-EntryWeight.of(entry));
  }

  /// Weight of what is not released.
  long bytes() {
    return bytes.get();
  }
}
