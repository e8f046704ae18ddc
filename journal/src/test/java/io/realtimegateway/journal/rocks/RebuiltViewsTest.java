package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.TestStore.commit;
import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.codec.ByteOutput;
import io.realtimegateway.journal.record.JournalEntry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksIterator;

/// The store is a pure function of the committed records: made a second time from the records alone
/// it is the same, byte for byte.
final class RebuiltViewsTest {
  private static final HexFormat HEX = HexFormat.of();

  @TempDir private Path folder;

  /// Rows in memory.
  private static final class Rows implements ViewSink {
    final Map<Column, TreeMap<String, String>> columns = new EnumMap<>(Column.class);
    private final ByteOutput key = new ByteOutput(64);
    private final ByteOutput value = new ByteOutput(64);

    Rows() {
      for (Column column : Column.values()) {
        columns.put(column, new TreeMap<>());
      }
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

    void put(Column column, byte[] rowKey, byte[] rowValue) {
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

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void madeAgainFromTheRecordsAloneItIsTheSame(long seed) throws Exception {
    TestStore store = new TestStore(folder);
    Random random = new Random(seed);
    for (int start = 1; start <= 3; start++) {
      try (RocksJournal journal = store.open()) {
        for (int log : new int[] {0, 5}) {
          long term = journal.own(log, Runnable::run).term();
          write(journal, log, term, random, start);
        }
      }
    }
    Rows stored = stored(store);
    Rows rebuilt = rebuild(stored);
    for (Column column : Column.values()) {
      if (column != Column.META) {
        assertThat(rebuilt.columns.get(column))
            .as(column.name())
            .isEqualTo(stored.columns.get(column))
            .isNotEmpty();
      }
    }
  }

  /// Each start begins new epochs behind a gap, in conversations of its own.
  private static void write(RocksJournal journal, int log, long term, Random random, int start) {
    RandomHistory history = new RandomHistory(random, log, term, start * 100_000L);
    commit(journal, log, term, history.begin());
    for (int batch = 0; batch < 50; batch++) {
      commit(journal, log, term, history.next(1 + random.nextInt(40)));
    }
  }

  private static Rows stored(TestStore store) throws Exception {
    Rows rows = new Rows();
    try (OpenStore open = new StoreOpener(store.settings()).open()) {
      for (Column column : Column.values()) {
        try (RocksIterator iterator = open.iterator(column)) {
          for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
            rows.put(column, iterator.key(), iterator.value());
          }
        }
      }
    }
    return rows;
  }

  private static Rows rebuild(Rows stored) {
    Rows rows = new Rows();
    ViewWriter writer = new ViewWriter(rows);
    ShardState[] states = new ShardState[Keys.SHARDS];
    stored
        .columns
        .get(Column.RECORDS)
        .forEach(
            (key, value) -> {
              byte[] position = HEX.parseHex(key);
              int shard = position[0];
              long index = java.nio.ByteBuffer.wrap(position).getLong(1);
              JournalEntry entry =
                  io.realtimegateway.journal.codec.RecordCodec.decode(
                      shard, index, HEX.parseHex(value));
              if (states[shard] == null) {
                states[shard] = new ShardState(shard);
              }
              writer.write(entry, states[shard], 7);
              writer.writeState(states[shard]);
            });
    return rows;
  }
}
