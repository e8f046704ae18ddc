package io.realtimegateway.journal.rocks.store;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.ShardState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// An open RocksDB. Every caller holds a lease during its call, so that closing waits for all
/// calls: a native call on a closed store would crash the process.
public final class OpenStore implements AutoCloseable {
  private final RocksDB database;
  private final EnumMap<Column, ColumnFamilyHandle> handles = new EnumMap<>(Column.class);
  private final List<RocksObject> options;
  private final boolean damaged;
  private final WriteOptions unsynced = new WriteOptions();
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final ReadOptions scan = new ReadOptions().setFillCache(false);
  private final StampedLock leases = new StampedLock();
  private volatile ShardState[] found = new ShardState[0];
  private volatile boolean closing;

  /// @param handles in the order of [Column]
  OpenStore(
      RocksDB database,
      List<ColumnFamilyHandle> handles,
      List<RocksObject> options,
      boolean damaged) {
    this.database = database;
    for (Column column : Column.values()) {
      this.handles.put(column, handles.get(this.handles.size()));
    }
    this.options = List.copyOf(options);
    this.damaged = damaged;
  }

  /// Whether the end of the write-ahead log was damaged, so that records may be missing.
  boolean isDamaged() {
    return damaged;
  }

  /// Where the shards end, as it was found; nothing was written since.
  void found(ShardState[] states) {
    found = states.clone();
  }

  /// Where a shard ended when this store was opened: what was written to it since is not in there.
  public ShardState foundState(int shard) {
    return new ShardState(found[shard]);
  }

  /// Takes a lease that is returned to `leave`; 0 if the store is closing. Never waits.
  public long enter() {
    return closing ? 0 : leases.tryReadLock();
  }

  public void leave(long lease) {
    leases.unlockRead(lease);
  }

  public ColumnFamilyHandle handle(Column column) {
    return Objects.requireNonNull(handles.get(column));
  }

  public RocksDB database() {
    return database;
  }

  void write(WriteBatch batch, boolean sync) throws RocksDBException {
    database.write(sync ? synced : unsynced, batch);
  }

  public byte @Nullable [] get(Column column, byte[] key) {
    try {
      return database.get(handle(column), key);
    } catch (RocksDBException failed) {
      throw unreadable(failed);
    }
  }

  public List<byte @Nullable []> getAll(Column column, List<byte[]> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<ColumnFamilyHandle> columns = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      columns.add(handle(column));
    }
    try {
      return new ArrayList<byte @Nullable []>(database.multiGetAsList(columns, keys));
    } catch (RocksDBException failed) {
      throw unreadable(failed);
    }
  }

  public void put(Column column, byte[] key, byte[] value, boolean sync) throws RocksDBException {
    database.put(handle(column), sync ? synced : unsynced, key, value);
  }

  public RocksIterator iterator(Column column) {
    return database.newIterator(handle(column));
  }

  /// An iterator that does not fill the block cache.
  public RocksIterator scan(Column column) {
    return database.newIterator(handle(column), scan);
  }

  /// Checks whether an iterator stopped because reading failed.
  public static void check(RocksIterator iterator) {
    try {
      iterator.status();
    } catch (RocksDBException failed) {
      throw unreadable(failed);
    }
  }

  public void syncLog() throws RocksDBException {
    database.syncWal();
  }

  /// Flushes memory to sorted files, so that the old write-ahead log can be removed.
  public void flush() throws RocksDBException {
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      database.flush(wait, List.copyOf(handles.values()));
    }
  }

  /// A property of RocksDB, summed over all column families.
  public long property(String name) {
    long sum = 0;
    try {
      for (ColumnFamilyHandle handle : handles.values()) {
        sum += database.getLongProperty(handle, name);
      }
    } catch (RocksDBException failed) {
      throw unreadable(failed);
    }
    return sum;
  }

  /// A property of RocksDB for the whole store.
  public long storeProperty(String name) {
    try {
      return database.getLongProperty(name);
    } catch (RocksDBException failed) {
      throw unreadable(failed);
    }
  }

  @Override
  public void close() {
    close(() -> {});
  }

  /// Closes after all leases were returned and `last` has run.
  void close(Runnable last) {
    closing = true;
    long lease = leases.writeLock();
    try {
      if (database.isOwningHandle()) {
        last.run();
        closeAll();
      }
    } finally {
      leases.unlockWrite(lease);
    }
  }

  private void closeAll() {
    for (ColumnFamilyHandle handle : handles.values()) {
      handle.close();
    }
    database.close();
    scan.close();
    unsynced.close();
    synced.close();
    options.forEach(RocksObject::close);
  }

  private static JournalException unreadable(RocksDBException failed) {
    String message = "the journal cannot be read: " + failed.getMessage();
    return StoreOpener.isCorruption(failed)
        ? new DamagedException(message, failed)
        : new JournalException(message, failed);
  }
}
