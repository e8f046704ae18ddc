package io.realtimegateway.journal.rocks.log;

import io.realtimegateway.journal.rocks.rows.ShardState;
import io.realtimegateway.journal.rocks.store.Marks;
import java.util.ArrayList;
import java.util.List;

/// How far a shard is committed, archived and truncated, and the bytes in between. Used by the loop
/// that owns the log, the archiver and retention; every method is short and synchronized.
///
/// Bytes between two indexes are known at points about 64 KiB apart and interpolated in between.
public final class ShardProgress {
  private static final long POINT_BYTES = 64 << 10;

  /// Bytes of all records up to an index.
  private record Point(long index, long bytes) {}

  private final Fullness fullness;
  private final List<Point> points = new ArrayList<>();
  private Point tail = new Point(0, 0);
  private Point archived = new Point(0, 0);
  private long archivedEpoch;
  private long firstIndex = 1;
  private final ShardState state;
  private long committed;
  private long countedRecords;
  private long countedBytes;

  public ShardProgress(int shard, Fullness fullness) {
    this.state = new ShardState(shard);
    this.fullness = fullness;
  }

  /// Starts from the state in the store. Keeps what this process knows to be archived or truncated,
  /// which may change while the store is being read.
  public synchronized void load(ShardState loaded, Marks.First first, Marks.Archived mark) {
    points.clear();
    state.copy(loaded);
    long before = Math.max(firstIndex, Math.max(first.index(), state.contiguousFrom)) - 1;
    addPoint(new Point(before, Math.min(first.bytesBefore(), state.bytes)));
    firstIndex = before + 1;
    if (archivedEpoch == 0) {
      archived = new Point(mark.index(), Math.min(mark.bytes(), state.bytes));
      archivedEpoch = mark.epoch();
    }
    if (archived.index < state.index) {
      addPoint(archived);
    }
    tail = new Point(state.index, state.bytes);
    addPoint(tail);
    committed = state.index;
    count();
  }

  /// Records were written up to the index of a state.
  synchronized void wrote(ShardState written) {
    state.copy(written);
    tail = new Point(state.index, state.bytes);
    Point last = points.isEmpty() ? new Point(0, 0) : points.getLast();
    if (tail.bytes - last.bytes >= POINT_BYTES) {
      addPoint(tail);
    }
    if (state.contiguousFrom > firstIndex) {
      firstIndex = state.contiguousFrom;
    }
    count();
  }

  public synchronized void committed(long index) {
    committed = Math.max(committed, index);
  }

  public synchronized long committed() {
    return committed;
  }

  /// Records up to `index` are in PostgreSQL; it may go back if the database was restored.
  public synchronized Marks.Archived archived(long epoch, long index) {
    archivedEpoch = epoch;
    archived = new Point(index, bytesUpTo(index));
    count();
    return new Marks.Archived(epoch, index, archived.bytes);
  }

  public synchronized Marks.Archived archived() {
    return new Marks.Archived(archivedEpoch, archived.index, archived.bytes);
  }

  /// End of the last gap: state from records before it may have changed in the gap.
  public synchronized long contiguousFrom() {
    return state.contiguousFrom;
  }

  public synchronized long firstIndex() {
    return firstIndex;
  }

  /// Bytes of archived records that are still stored.
  public synchronized long retainedBytes() {
    return Math.max(0, archived.bytes - bytesUpTo(firstIndex - 1));
  }

  /// Lowest index to keep when about this share of the archived bytes is removed.
  public synchronized long cutFor(double share) {
    long archivedRecords = Math.min(archived.index, tail.index) + 1 - firstIndex;
    return firstIndex + (long) (share * Math.max(0, archivedRecords));
  }

  /// What the records hold that were written.
  public synchronized ShardState state() {
    return new ShardState(state);
  }

  /// Index of the newest record that was written.
  public synchronized long tailIndex() {
    return tail.index;
  }

  /// Records before `index` can no longer be read.
  public synchronized Marks.First truncate(long index) {
    long before = bytesUpTo(index - 1);
    firstIndex = Math.max(firstIndex, index);
    points.removeIf(point -> point.index < index - 1);
    points.addFirst(new Point(index - 1, before));
    return new Marks.First(firstIndex, before);
  }

  private void addPoint(Point point) {
    while (!points.isEmpty() && points.getLast().index >= point.index) {
      points.removeLast();
    }
    points.add(point);
  }

  private long bytesUpTo(long index) {
    Point low = new Point(0, 0);
    for (int from = 0, to = points.size(); from < to; ) {
      int middle = (from + to) >>> 1;
      if (points.get(middle).index <= index) {
        low = points.get(middle);
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return low.index == index ? low.bytes : between(low, index);
  }

  private long between(Point low, long index) {
    Point high = tail;
    for (Point point : points) {
      if (point.index > index) {
        high = point;
        break;
      }
    }
    if (index >= high.index) {
      return high.bytes;
    }
    double share = (double) (index - low.index) / (high.index - low.index);
    return low.bytes + (long) (share * (high.bytes - low.bytes));
  }

  private void count() {
    long records = Math.max(0, tail.index - Math.max(archived.index, firstIndex - 1));
    long bytes = records == 0 ? 0 : Math.max(0, tail.bytes - archived.bytes);
    fullness.add(records - countedRecords, bytes - countedBytes);
    countedRecords = records;
    countedBytes = bytes;
  }
}
