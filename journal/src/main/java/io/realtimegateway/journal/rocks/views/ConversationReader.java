package io.realtimegateway.journal.rocks.views;

import io.realtimegateway.journal.codec.ByteInput;
import io.realtimegateway.journal.rocks.log.ShardProgress;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.ConversationRows;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.store.OpenStore;
import java.nio.ByteBuffer;
import org.rocksdb.RocksIterator;

/// Reads what is known of a conversation: its own rows, and its head from its newest event.
final class ConversationReader {
  private final ShardProgress[] progress;

  ConversationReader(ShardProgress[] progress) {
    this.progress = progress;
  }

  /// The rows of a conversation and its newest event, without those that a gap has made uncertain.
  ///
  /// The event is read first: if it is truncated after that, the row that replaces it is older or
  /// the same.
  ConversationRows known(OpenStore store, long conversationID) {
    ConversationRows found = new ConversationRows(conversationID);
    addNewestEvent(store, found);
    byte[] from = Keys.id(conversationID);
    try (RocksIterator rows = store.iterator(Column.CONVERSATIONS)) {
      for (rows.seek(from); rows.isValid() && startsWith(rows.key(), from); rows.next()) {
        byte[] row = rows.value();
        if (isAfterGap(row)) {
          found.add(rows.key(), row);
        }
      }
      OpenStore.check(rows);
    }
    return found;
  }

  /// Events from before a gap may have higher seqs than those after it.
  private void addNewestEvent(OpenStore store, ConversationRows found) {
    byte[] prefix = Keys.id(found.conversationID());
    try (RocksIterator rows = store.iterator(Column.EVENTS)) {
      rows.seekForPrev(Keys.event(found.conversationID(), Long.MAX_VALUE));
      while (rows.isValid() && startsWith(rows.key(), prefix)) {
        if (isAfterGap(rows.value())) {
          found.addEvent(rows.key(), rows.value());
          return;
        }
        rows.prev();
      }
      OpenStore.check(rows);
    }
  }

  /// Seq of the newest event that can be read, 0 for none; also if a gap came after it, or if the
  /// conversation was evicted while it was written to.
  static long lastSeq(OpenStore store, long conversationID) {
    try (RocksIterator rows = store.iterator(Column.EVENTS)) {
      rows.seekForPrev(Keys.event(conversationID, Long.MAX_VALUE));
      boolean found = rows.isValid() && startsWith(rows.key(), Keys.id(conversationID));
      OpenStore.check(rows);
      return found ? ByteBuffer.wrap(rows.key()).getLong(Long.BYTES) : 0;
    }
  }

  /// Whether a row comes from a record after the last gap of its shard. Older state may have
  /// changed in the gap, and PostgreSQL has the current one.
  boolean isAfterGap(byte[] row) {
    ByteInput in = new ByteInput(row);
    int shard = in.u8();
    return in.i64() >= progress[shard].contiguousFrom();
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return ByteBuffer.wrap(key, 0, prefix.length).equals(ByteBuffer.wrap(prefix));
  }
}
