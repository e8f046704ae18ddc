package io.realtimegateway.journal.rocks.store;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.model.Backoff;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open store, and its recovery after a failed write.
///
/// RocksDB refuses every write after one that failed, until it is opened again. So a failed write
/// makes the store read-only here; a thread waits, with back-off, for free space, closes the store,
/// opens it again and tries a synced write. Reads continue until it is closed and wait while it is
/// opened. Reopening does not cure damage: then nothing more is written, and the process is asked
/// to stop.
public final class StoreLifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreLifecycle.class);
  private static final byte[] PROBE_KEY = Keys.meta("probe");
  private static final byte[] PROBE = new byte[64 << 10];
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
  private static final Duration FOREVER = Duration.ofDays(365);
  private static final Duration LONGEST_WAIT_TO_READ = Duration.ofSeconds(30);

  private final StoreOptions options;
  private final StoreOpener opener;
  private final StoreIdentity identity;
  private final Runnable releaseAll;
  private final Consumer<String> stopProcess;
  private final Object changed = new Object();

  // Guarded by `changed` for writing.
  private volatile @Nullable OpenStore readable;
  private volatile @Nullable OpenStore writable;
  private volatile String trouble = "";
  private volatile boolean stopped;
  private boolean closed;

  /// @param releaseAll fences all owners of logs; runs on any thread and must not block
  public StoreLifecycle(
      StoreOptions options,
      StoreIdentity identity,
      Runnable releaseAll,
      Consumer<String> stopProcess) {
    this.options = options;
    this.opener = new StoreOpener(options);
    this.identity = identity;
    this.releaseAll = releaseAll;
    this.stopProcess = stopProcess;
  }

  /// Opens the store for the first time.
  ///
  /// @throws JournalException with a message for the operator
  public OpenStore open() {
    try {
      OpenStore store = openChecked();
      publish(store);
      return store;
    } catch (RocksDBException failed) {
      throw opener.explain(failed);
    } catch (DamagedException damage) {
      throw opener.damaged(String.valueOf(damage.getMessage()), damage);
    }
  }

  /// The store if it can be written, otherwise null. Never waits.
  public @Nullable OpenStore writable() {
    return writable;
  }

  /// Why the store cannot be written, empty if it can.
  public String trouble() {
    return trouble;
  }

  /// Waits until the store can be written.
  public OpenStore awaitWritable() {
    while (true) {
      OpenStore store = writable;
      if (store != null) {
        return store;
      }
      await(() -> writable != null || stopped, FOREVER);
      if (stopped) {
        throw new JournalException(trouble);
      }
    }
  }

  /// Runs a read under a lease. Waits while the store is being opened again.
  public <T> T read(Read<T> read) {
    long deadline = System.nanoTime() + LONGEST_WAIT_TO_READ.toNanos();
    while (true) {
      OpenStore store = readable;
      long lease = store == null ? 0 : store.enter();
      if (store != null && lease != 0) {
        try {
          return read.from(store);
        } finally {
          store.leave(lease);
        }
      }
      if (!await(() -> readable != null, Duration.ofNanos(deadline - System.nanoTime()))) {
        throw new JournalException("the journal is not open: " + trouble);
      }
    }
  }

  /// A read of the store.
  @FunctionalInterface
  public interface Read<T> {
    T from(OpenStore store);
  }

  /// Reports a failed write: stops all writes to this store and opens it again. Never waits.
  public void failed(OpenStore store, Exception cause) {
    boolean isDamaged = cause instanceof RocksDBException it && StoreOpener.isCorruption(it);
    String what = String.valueOf(cause.getMessage());
    String why =
        isDamaged
            ? String.valueOf(opener.damaged(what, cause).getMessage())
            : "the journal cannot be written: " + what;
    synchronized (changed) {
      if (writable != store || closed) {
        return;
      }
      writable = null;
      trouble = why;
    }
    if (isDamaged) {
      LOG.error("{}", why);
      stop(why);
      stopProcess.accept(why);
      return;
    }
    LOG.error("{}; it is opened again as soon as possible", why);
    releaseAll.run();
    Thread.ofPlatform().name("journal-reopen").daemon().start(() -> reopen(store));
  }

  /// Stops all writes, permanently.
  public void stop(String why) {
    synchronized (changed) {
      writable = null;
      trouble = why;
      stopped = true;
      changed.notifyAll();
    }
    releaseAll.run();
  }

  private void reopen(OpenStore broken) {
    Backoff backoff = new Backoff(FIRST_DELAY, LONGEST_DELAY);
    boolean released = false;
    while (pause(backoff.next())) {
      if (!DiskSpace.hasRoomToOpen(options)) {
        continue;
      }
      if (!released) {
        release(broken);
        released = true;
      }
      if (tryOpen()) {
        return;
      }
    }
    if (!released) {
      broken.close();
    }
  }

  private boolean tryOpen() {
    OpenStore store = null;
    try {
      store = openChecked();
      store.put(Column.META, PROBE_KEY, PROBE, true);
      store.put(Column.META, PROBE_KEY, new byte[0], true);
      publish(store);
      LOG.info("The journal can be written again");
      return true;
    } catch (RocksDBException | JournalException failed) {
      LOG.warn("The journal cannot be opened again yet: {}", failed.getMessage());
      if (store != null) {
        store.close();
      }
      return false;
    }
  }

  private OpenStore openChecked() throws RocksDBException {
    OpenStore store = opener.open();
    try {
      identity.takeOver(store);
      return store;
    } catch (RocksDBException | JournalException failed) {
      store.close();
      throw failed;
    }
  }

  private void publish(OpenStore store) {
    synchronized (changed) {
      if (closed) {
        store.close();
        return;
      }
      readable = store;
      writable = store;
      trouble = "";
      changed.notifyAll();
    }
  }

  private void release(OpenStore broken) {
    synchronized (changed) {
      readable = null;
    }
    broken.close();
  }

  /// Waits for `delay`, or until the journal is closed.
  ///
  /// @return false if the journal is closed
  private boolean pause(Duration delay) {
    try {
      await(() -> false, delay);
      return true;
    } catch (JournalException _) {
      return false;
    }
  }

  /// Waits until a condition holds, at most `longest`.
  ///
  /// @throws JournalException if the journal is closed
  private boolean await(BooleanSupplier holds, Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    synchronized (changed) {
      while (!holds.getAsBoolean()) {
        long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
        if (closed) {
          throw new JournalException("the journal is closed");
        }
        if (leftMillis <= 0) {
          return false;
        }
        try {
          changed.wait(leftMillis);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new JournalException("interrupted while waiting for the journal", interrupted);
        }
      }
      return true;
    }
  }

  /// Syncs, writes the mark of a clean close and closes.
  @Override
  public void close() {
    OpenStore clean;
    OpenStore open;
    synchronized (changed) {
      if (closed) {
        return;
      }
      closed = true;
      clean = writable;
      open = readable;
      writable = null;
      readable = null;
      changed.notifyAll();
    }
    if (open != null) {
      open.close(() -> leaveCleanMark(open, clean));
    }
  }

  private void leaveCleanMark(OpenStore store, @Nullable OpenStore clean) {
    if (store != clean) {
      return;
    }
    try {
      store.syncLog();
      identity.closeCleanly(store);
    } catch (RocksDBException failed) {
      LOG.error("The journal could not be closed cleanly: {}", failed.getMessage());
    }
  }
}
