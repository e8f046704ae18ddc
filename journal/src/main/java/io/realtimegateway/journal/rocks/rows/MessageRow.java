package io.realtimegateway.journal.rocks.rows;

import io.realtimegateway.journal.LocalViews.StoredMessage;
import io.realtimegateway.journal.codec.ByteInput;
import io.realtimegateway.journal.codec.ByteOutput;
import org.jspecify.annotations.Nullable;

/// A message without its content, and the position of its newest record.
public record MessageRow(StoredMessage message, int shard, long index) {
  private static final int DELETED = 1;
  private static final int NAMED = 2;

  static void encode(
      ByteOutput out,
      int shard,
      long index,
      long conversation,
      long author,
      long createdSeq,
      long changeSeq,
      long createdAt,
      boolean deleted,
      @Nullable String clientMessageID) {
    int flags = (deleted ? DELETED : 0) | (clientMessageID == null ? 0 : NAMED);
    out.u8(shard).i64(index).i64(conversation).i64(author);
    out.i64(createdSeq).i64(changeSeq).i64(createdAt).u8(flags);
    if (clientMessageID != null) {
      out.rawText(clientMessageID);
    }
  }

  public static MessageRow decode(long messageID, byte[] row) {
    ByteInput in = new ByteInput(row);
    int shard = in.u8();
    long index = in.i64();
    long conversation = in.i64();
    long author = in.i64();
    long createdSeq = in.i64();
    long changeSeq = in.i64();
    long createdAt = in.i64();
    int flags = in.u8();
    String name = (flags & NAMED) == 0 ? null : in.rawText();
    boolean deleted = (flags & DELETED) != 0;
    return new MessageRow(
        new StoredMessage(
            messageID, conversation, author, createdSeq, changeSeq, createdAt, deleted, name),
        shard,
        index);
  }
}
