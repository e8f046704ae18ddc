package io.realtimegateway.journal.rocks.log;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts unarchived records and their bytes as written, each with its position and a name, and
/// warns when they come near the limit. Index rows are not counted.
public final class Fullness {
  private static final Logger LOG = LoggerFactory.getLogger(Fullness.class);
  private static final double WARN_AT = 0.8;
  private static final double CALM_AT = 0.7;

  private final long limitBytes;
  private final LongAdder records = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicBoolean warned = new AtomicBoolean();

  public Fullness(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  void add(long moreRecords, long moreBytes) {
    records.add(moreRecords);
    bytes.add(moreBytes);
  }

  public long records() {
    return records.sum();
  }

  public long bytes() {
    return bytes.sum();
  }

  public boolean isAtLimit() {
    return bytes() >= limitBytes;
  }

  public long limitBytes() {
    return limitBytes;
  }

  /// For operators, empty if there is room.
  public String message() {
    long now = bytes();
    if (now >= limitBytes) {
      return "the journal holds "
          + now
          + " bytes that are not archived; the limit is "
          + limitBytes;
    }
    return now >= WARN_AT * limitBytes
        ? "the journal is nearly full of records that are not archived"
        : "";
  }

  /// Warns once when the limit is near, and again only after it was not.
  public void warnWhereNear() {
    long now = bytes();
    if (now >= WARN_AT * limitBytes) {
      if (warned.compareAndSet(false, true)) {
        LOG.warn(
            "{} of {} bytes of the journal are not archived yet; at the limit sends are refused",
            now,
            limitBytes);
      }
    } else if (now < CALM_AT * limitBytes) {
      warned.set(false);
    }
  }
}
