package io.realtimegateway.journal.rocks.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the disk has room: checked ten times a second, on a thread of its own because the check
/// may block.
///
/// After one write that found no room, RocksDB refuses every write until it is opened again. So
/// sends are refused earlier: while the write buffer and the space to open a store again still fit,
/// on a small disk while a quarter of it is free. The few remaining writes then have room, and the
/// store keeps working.
public final class DiskSpace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
  private static final long LOOK_NANOS = 100_000_000L;

  private final Path folder;
  private final long leastBytes;
  private final Thread thread;
  private volatile long usableBytes;
  private volatile boolean closed;

  public DiskSpace(StoreOptions options) {
    this.folder = options.folder();
    long wanted = options.reserveBytes() + options.writeBufferBytes();
    this.leastBytes = Math.min(wanted, total(folder) / 4);
    this.usableBytes = leastBytes;
    look();
    this.thread = Thread.ofPlatform().name("journal-space").daemon().unstarted(this::work);
    thread.start();
  }

  /// Whether a store that could not be written may be opened again.
  static boolean hasRoomToOpen(StoreOptions options) {
    long wanted = options.reserveBytes();
    return usable(options.folder()) >= Math.min(wanted, total(options.folder()) / 8);
  }

  /// Size of the file system, unlimited if it is unknown.
  private static long total(Path folder) {
    long total = folder.toFile().getTotalSpace();
    return total == 0 ? Long.MAX_VALUE : total;
  }

  /// Usable space of the file system of a folder, 0 if it is unknown.
  private static long usable(Path folder) {
    return folder.toFile().getUsableSpace();
  }

  /// Usable space at the last check.
  public long usableBytes() {
    return usableBytes;
  }

  public boolean isShort() {
    return usableBytes < leastBytes;
  }

  /// For operators, empty if there is room.
  public String message() {
    return isShort()
        ? String.format(
            Locale.ROOT,
            "the disk of the journal has %d bytes left, %d are needed",
            usableBytes,
            leastBytes)
        : "";
  }

  private void work() {
    while (!closed) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      look();
    }
  }

  private void look() {
    boolean wasShort = isShort();
    usableBytes = usable(folder);
    if (isShort() && !wasShort) {
      LOG.warn("{}; sends are refused until then", message());
    } else if (wasShort && !isShort()) {
      LOG.info("The disk of the journal has room again");
    }
  }

  @Override
  public void close() {
    closed = true;
    ParkedThread.end(thread);
  }
}
