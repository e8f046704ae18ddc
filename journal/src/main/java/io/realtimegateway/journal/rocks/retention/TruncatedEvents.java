package io.realtimegateway.journal.rocks.retention;

import io.realtimegateway.journal.rocks.log.ShardProgress;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.ViewWriter;
import io.realtimegateway.journal.rocks.store.BatchSink;
import io.realtimegateway.journal.rocks.store.OpenStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Events of one shard whose records are being truncated, gathered for one write.
final class TruncatedEvents {
  /// The newest of a conversation.
  private record Newest(long index, long seq) {}

  private final int shard;
  private final ShardProgress progress;
  private final long to;
  private final List<byte[]> keys = new ArrayList<>();
  private final Map<Long, Newest> newest = new HashMap<>();
  private long firstIndex;

  /// @param to records before this index go
  TruncatedEvents(int shard, ShardProgress progress, long to) {
    this.shard = shard;
    this.progress = progress;
    this.to = to;
  }

  /// Adds the event of a record; indexes ascend.
  void add(long conversation, long index, long lastSeq) {
    firstIndex = keys.isEmpty() ? index : firstIndex;
    keys.add(Keys.event(conversation, lastSeq));
    newest.put(conversation, new Newest(index, lastSeq));
  }

  int size() {
    return keys.size();
  }

  /// Removes the rows that were added, and writes the heads that they were. An event that was put
  /// anew behind a gap points elsewhere and stays; without a gap there is none, and nothing has to
  /// be read.
  void remove(OpenStore store, BatchSink batch) throws RocksDBException {
    if (keys.isEmpty()) {
      return;
    }
    batch.begin(store);
    ViewWriter writer = new ViewWriter(batch);
    newest.forEach((id, head) -> writer.writeHead(id, shard, head.index, head.seq));
    boolean mayPointElsewhere = firstIndex < progress.contiguousFrom();
    List<byte @Nullable []> rows =
        mayPointElsewhere ? store.getAll(Column.EVENTS, keys) : List.of();
    for (int i = 0; i < keys.size(); i++) {
      if (!mayPointElsewhere || pointsHere(rows.get(i))) {
        batch.deleteKey(Column.EVENTS, keys.get(i));
      }
    }
    batch.write(false);
    keys.clear();
    newest.clear();
  }

  private boolean pointsHere(byte @Nullable [] row) {
    return row != null && row[0] == (byte) shard && ByteBuffer.wrap(row).getLong(1) < to;
  }
}
