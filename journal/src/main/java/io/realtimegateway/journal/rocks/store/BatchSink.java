package io.realtimegateway.journal.rocks.store;

import io.realtimegateway.journal.codec.ByteOutput;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.ViewSink;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Gathers rows in a batch of the store. Reused from batch to batch; not thread-safe.
public final class BatchSink implements ViewSink, AutoCloseable {
  private static final int KEY_BYTES = 512;
  private static final int VALUE_BYTES = 8192;

  private final ByteOutput key = new ByteOutput(KEY_BYTES);
  private final ByteOutput value = new ByteOutput(VALUE_BYTES);
  private final WriteBatch batch = new WriteBatch();
  private OpenStore store;

  public BatchSink(OpenStore store) {
    this.store = store;
  }

  /// Begins an empty batch.
  public void begin(OpenStore target) {
    store = target;
    batch.clear();
  }

  /// Writes the batch atomically.
  public void write(boolean sync) throws RocksDBException {
    store.write(batch, sync);
  }

  /// Bytes of the batch.
  public long size() {
    return batch.getDataSize();
  }

  @Override
  public ByteOutput key() {
    return key.clear();
  }

  @Override
  public ByteOutput value() {
    return value.clear();
  }

  @Override
  public void put(Column column) {
    try {
      batch.put(store.handle(column), key.written(), value.written());
    } catch (RocksDBException failed) {
      throw new IllegalStateException("a row cannot be added to a batch", failed);
    }
  }

  @Override
  public void delete(Column column) {
    try {
      batch.delete(store.handle(column), key.written());
    } catch (RocksDBException failed) {
      throw new IllegalStateException("a row cannot be added to a batch", failed);
    }
  }

  public void put(Column column, byte[] rowKey, byte[] rowValue) {
    try {
      batch.put(store.handle(column), rowKey, rowValue);
    } catch (RocksDBException failed) {
      throw new IllegalStateException("a row cannot be added to a batch", failed);
    }
  }

  public void deleteKey(Column column, byte[] rowKey) {
    try {
      batch.delete(store.handle(column), rowKey);
    } catch (RocksDBException failed) {
      throw new IllegalStateException("a row cannot be added to a batch", failed);
    }
  }

  /// Removes all rows from one key (inclusive) to another (exclusive).
  public void deleteRange(Column column, byte[] from, byte[] to) {
    try {
      batch.deleteRange(store.handle(column), from, to);
    } catch (RocksDBException failed) {
      throw new IllegalStateException("a range cannot be added to a batch", failed);
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
