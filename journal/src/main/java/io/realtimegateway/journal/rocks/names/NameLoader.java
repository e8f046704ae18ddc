package io.realtimegateway.journal.rocks.names;

import io.realtimegateway.journal.rocks.names.NameCache.Generation;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksIterator;

/// Fills the filters with the names that an earlier process stored, generation by generation. Until
/// a filter is filled, it must be assumed to hold every name.
public final class NameLoader {
  private static final int TEXT_AT = 4 + 2 * Long.BYTES;
  private static final int ROWS_PER_READ = 10_000;

  private final StoreLifecycle lifecycle;
  private final NameCache names;

  public NameLoader(StoreLifecycle lifecycle, NameCache names) {
    this.lifecycle = lifecycle;
    this.names = names;
  }

  /// Numbers of the generations that the store holds, ascending.
  public static List<Integer> stored(OpenStore store) {
    List<Integer> numbers = new ArrayList<>();
    try (RocksIterator rows = store.scan(Column.NAMES)) {
      rows.seekToFirst();
      while (rows.isValid()) {
        int number = ByteBuffer.wrap(rows.key()).getInt();
        numbers.add(number);
        rows.seek(Keys.generation(number + 1));
      }
      OpenStore.check(rows);
    }
    return numbers;
  }

  public static String name(byte[] key) {
    return new String(key, TEXT_AT, key.length - TEXT_AT, StandardCharsets.UTF_8);
  }

  /// Loads all generations that are not loaded, the newest first.
  public void load() {
    for (Generation generation : names.all()) {
      if (!generation.isLoaded()) {
        load(generation);
      }
    }
  }

  /// Reads in steps, so that closing does not wait for a whole generation.
  private void load(Generation generation) {
    byte[] next = Keys.generation(generation.number());
    while (next.length > 0) {
      byte[] from = next;
      next = lifecycle.read(store -> step(store, generation, from));
    }
    generation.allLoaded();
  }

  private static byte[] step(OpenStore store, Generation generation, byte[] from) {
    try (RocksIterator rows = store.scan(Column.NAMES)) {
      rows.seek(from);
      for (int i = 0; rows.isValid(); i++) {
        byte[] key = rows.key();
        ByteBuffer fields = ByteBuffer.wrap(key);
        if (fields.getInt() != generation.number()) {
          break;
        }
        if (i == ROWS_PER_READ) {
          return key;
        }
        generation.load(
            fields.getLong(), fields.getLong(), name(key), NameCache.decode(rows.value()));
        rows.next();
      }
      OpenStore.check(rows);
      return new byte[0];
    }
  }
}
