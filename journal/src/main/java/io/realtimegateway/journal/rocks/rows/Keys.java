package io.realtimegateway.journal.rocks.rows;

import io.realtimegateway.journal.codec.ByteOutput;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Keys for reading. Writing builds the same bytes in the buffers of a [ViewSink].
public final class Keys {
  static final int CONVERSATION_KEY_BYTES = 2 * Long.BYTES + 1;

  private Keys() {}

  public static byte[] meta(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  public static byte[] record(int shard, long index) {
    return ByteBuffer.allocate(9).put((byte) shard).putLong(index).array();
  }

  public static byte[] shard(int shard) {
    return new byte[] {(byte) shard};
  }

  public static byte[] event(long conversation, long lastSeq) {
    return ByteBuffer.allocate(16).putLong(conversation).putLong(lastSeq).array();
  }

  public static byte[] id(long id) {
    return ByteBuffer.allocate(8).putLong(id).array();
  }

  static byte[] conversation(long conversation, int kind, long user) {
    return ByteBuffer.allocate(CONVERSATION_KEY_BYTES)
        .putLong(conversation)
        .put((byte) kind)
        .putLong(user)
        .array();
  }

  public static long toLong(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getLong();
  }

  /// All logins of a user that were issued before a time, or one login.
  public static byte[] revocation(int shard, LoginsRevoked revoked) {
    ByteOutput out = new ByteOutput(64);
    writeRevocation(out.u8(shard), revoked);
    return out.toBytes();
  }

  /// The part after the shard in the key of a revocation.
  static void writeRevocation(ByteOutput key, LoginsRevoked revoked) {
    String login = revoked.loginID();
    key.i64(revoked.userID());
    if (login == null) {
      key.u8(0).i64(revoked.issuedBefore());
    } else {
      key.rawText(login);
    }
  }

  public static byte[] generation(int generation) {
    return ByteBuffer.allocate(4).putInt(generation).array();
  }

  public static byte[] name(int generation, long conversation, long author, String text) {
    ByteOutput out = new ByteOutput(64);
    return out.i32(generation).i64(conversation).i64(author).rawText(text).toBytes();
  }
}
