package io.realtimegateway.journal.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.codec.ByteOutput;
import io.realtimegateway.journal.codec.RecordCodec;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.ShardState;
import io.realtimegateway.journal.rocks.rows.ViewSink;
import io.realtimegateway.journal.rocks.rows.ViewWriter;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.ShardCheckpoints;
import io.realtimegateway.journal.rocks.store.StoreOpener;
import io.realtimegateway.journal.rocks.store.StoreOptions;
import io.realtimegateway.model.Shards;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// All rows of a store in memory: as stored, or rebuilt from its records.
final class ViewRows implements ViewSink {
  private static final HexFormat HEX = HexFormat.of();

  private final Map<Column, TreeMap<String, String>> columns = new EnumMap<>(Column.class);
  private final ByteOutput key = new ByteOutput(64);
  private final ByteOutput value = new ByteOutput(64);

  private ViewRows() {
    for (Column column : Column.values()) {
      columns.put(column, new TreeMap<>());
    }
  }

  /// Reads a closed store, rebuilds its views from the records alone, and compares byte for byte.
  ///
  /// @return number of records
  static int assertSameWhenRebuilt(StoreOptions settings) throws RocksDBException {
    return compare(settings, EnumSet.complementOf(EnumSet.of(Column.META)));
  }

  /// The same for a store with doubtful tails: the doubt is not derived from the records.
  static int assertSameWhenRebuiltExceptDoubts(StoreOptions settings) throws RocksDBException {
    return compare(settings, EnumSet.complementOf(EnumSet.of(Column.META, Column.SHARDS)));
  }

  private static int compare(StoreOptions settings, Set<Column> compared) throws RocksDBException {
    ViewRows stored = stored(settings);
    ViewRows rebuilt = rebuild(stored);
    for (Column column : Column.values()) {
      if (compared.contains(column)) {
        assertThat(rebuilt.columns.get(column))
            .as(column.name())
            .isEqualTo(stored.columns.get(column));
      }
    }
    return stored.columns.get(Column.RECORDS).size();
  }

  private static ViewRows stored(StoreOptions settings) throws RocksDBException {
    ViewRows rows = new ViewRows();
    try (OpenStore open = new StoreOpener(settings).open()) {
      for (Column column : Column.values()) {
        try (RocksIterator iterator = open.iterator(column)) {
          for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
            rows.put(column, iterator.key(), iterator.value());
          }
          OpenStore.check(iterator);
        }
      }
      rows.completeStates(open);
    }
    return rows;
  }

  /// A checkpoint may lie behind: what counts is what it makes together with the records after it.
  private void completeStates(OpenStore open) {
    ViewWriter writer = new ViewWriter(this);
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      ShardState state = ShardCheckpoints.replay(open, shard);
      if (state.isAheadOfCheckpoint()) {
        writer.writeState(state);
      }
    }
  }

  private static ViewRows rebuild(ViewRows stored) {
    ViewRows rows = new ViewRows();
    ViewWriter writer = new ViewWriter(rows);
    ShardState[] states = new ShardState[Shards.COUNT];
    Arrays.setAll(states, ShardState::new);
    stored
        .columns
        .get(Column.RECORDS)
        .forEach(
            (position, bytes) -> {
              ByteBuffer fields = ByteBuffer.wrap(HEX.parseHex(position));
              int shard = fields.get();
              writer.write(
                  RecordCodec.decode(shard, fields.getLong(), HEX.parseHex(bytes)),
                  states[shard],
                  7);
              writer.writeState(states[shard]);
            });
    return rows;
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
    put(column, key.toBytes(), value.toBytes());
  }

  private void put(Column column, byte[] rowKey, byte[] rowValue) {
    columns.get(column).put(text(column, rowKey), HEX.formatHex(rowValue));
  }

  @Override
  public void delete(Column column) {
    columns.get(column).remove(text(column, key.toBytes()));
  }

  /// Which generation a name is in is bookkeeping of the cache.
  private static String text(Column column, byte[] key) {
    return HEX.formatHex(column == Column.NAMES ? Arrays.copyOfRange(key, 4, key.length) : key);
  }
}
