package io.realtimegateway.journal.rocks.log;

import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.ViewWriter;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/// Rows of one column that appends to a log have written since this object was installed. Guarded
/// by the lock of the log; lives for one removal of at most [RowRemover#MOST_ROWS] rows.
public final class RewrittenRows {
  private final Column column;
  private final Set<ByteBuffer> keys = new HashSet<>();

  /// @param column `MESSAGES` or `REVOCATIONS`
  public RewrittenRows(Column column) {
    this.column = column;
  }

  Column column() {
    return column;
  }

  /// Notes the rows of a record that was written.
  void wrote(int shard, JournalRecord written) {
    if (column == Column.MESSAGES && written instanceof ConversationEvent event) {
      long message = ViewWriter.messageOf(event);
      if (message != 0) {
        keys.add(ByteBuffer.wrap(Keys.id(message)));
      }
    } else if (column == Column.REVOCATIONS && written instanceof LoginsRevoked revoked) {
      keys.add(ByteBuffer.wrap(Keys.revocation(shard, revoked)));
    }
  }

  boolean contains(byte[] key) {
    return keys.contains(ByteBuffer.wrap(key));
  }
}
