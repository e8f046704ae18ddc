package io.realtimegateway.gateway.timing;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A timing wheel for one loop. An entry has one place at most and carries its own links, so arming
/// and disarming allocate nothing. A deadline beyond the wheel's span comes up early: whoever is
/// due looks at its own clock and arms again.
public final class Wheel<E extends Wheel.Entry> {
  /// What can be armed.
  public abstract static class Entry {
    private @Nullable Entry previous;
    private @Nullable Entry next;

    /// Whether the entry has a place on a wheel.
    final boolean isArmed() {
      return previous != null;
    }

    private void unlink() {
      Entry before = previous;
      Entry behind = next;
      if (before != null && behind != null) {
        before.next = behind;
        behind.previous = before;
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
  /// @param due hears each entry once its deadline has passed; it is disarmed then
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

  /// Arms an entry, or arms it anew; never due before the next tick.
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

  /// Moves on to a time and tells what is due. An entry that throws is for the consumer to catch.
  public void advance(long nowNanos) {
    long target = (nowNanos - startNanos) / tickNanos;
    while (tick < target) {
      tick++;
      tell(slots[(int) (tick % slots.length)]);
    }
  }

  /// What is armed meanwhile lands in other slots, because none is due before the next tick.
  @SuppressWarnings("unchecked") // only `arm` links, and it takes an E
  private void tell(Slot slot) {
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
