package io.realtimegateway.gateway.timing;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A timing wheel for one loop. An entry is armed at most once and has its own links, so that
/// arming and disarming allocate nothing. An entry whose deadline is beyond the wheel's span is due
/// early, and has to be armed again.
public final class Wheel<E extends Wheel.Entry> {
  /// What can be armed.
  public abstract static class Entry {
    private @Nullable Entry previous;
    private @Nullable Entry next;

    /// Whether the entry is armed.
    final boolean isArmed() {
      return previous != null;
    }

    private void unlink() {
      Entry before = previous;
      Entry after = next;
      if (before != null && after != null) {
        before.next = after;
        after.previous = before;
      }
      previous = null;
      next = null;
    }
  }

  private static final class Slot extends Entry {}

  private final Slot[] slots;
  private final long tickNanos;
  private final Consumer<E> due;
  private final long startNanos;
  private long tick;

  /// @param slots of the wheel; its span is that many ticks
  /// @param due takes each entry whose deadline has passed; it is disarmed before
  public Wheel(int slots, Duration tick, long nowNanos, Consumer<E> due) {
    this.slots = new Slot[slots];
    for (int at = 0; at < slots; at++) {
      Slot slot = new Slot();
      empty(slot);
      this.slots[at] = slot;
    }
    this.tickNanos = tick.toNanos();
    this.startNanos = nowNanos;
    this.due = due;
  }

  /// Arms an entry, or arms it again; it is not due before the next tick.
  public void arm(E entry, long deadlineNanos) {
    disarm(entry);
    long wanted = Math.ceilDiv(deadlineNanos - startNanos, tickNanos);
    long at = Math.clamp(wanted, tick + 1, tick + slots.length - 1);
    Slot slot = slots[(int) (at % slots.length)];
    link(slot, entry);
  }

  public void disarm(E entry) {
    ((Entry) entry).unlink();
  }

  /// Advances to a time and passes the due entries on. The consumer must not throw.
  public void advance(long nowNanos) {
    long target = (nowNanos - startNanos) / tickNanos;
    while (tick < target) {
      tick++;
      fire(slots[(int) (tick % slots.length)]);
    }
  }

  /// An entry that is armed during this call gets another slot: none is due before the next tick.
  @SuppressWarnings("unchecked") // only `arm` links, and it takes an E
  private void fire(Slot slot) {
    Entry first = ((Entry) slot).next;
    while (first != null && first != slot) {
      first.unlink();
      due.accept((E) first);
      first = ((Entry) slot).next;
    }
  }

  private static void empty(Slot slot) {
    ((Entry) slot).previous = slot;
    ((Entry) slot).next = slot;
  }

  private static void link(Slot slot, Entry entry) {
    Entry last = ((Entry) slot).previous;
    entry.previous = last;
    entry.next = slot;
    if (last != null) {
      last.next = entry;
    }
    ((Entry) slot).previous = entry;
  }
}
