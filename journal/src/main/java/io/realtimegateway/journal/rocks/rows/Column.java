package io.realtimegateway.journal.rocks.rows;

import java.nio.charset.StandardCharsets;

/// The column families. All except `META` are derived from the records. Keys of `RECORDS` and
/// `NAMES` begin with the prefix by which they are truncated.
public enum Column {
  /// Format, installation, boot, terms, marks: text → bytes.
  META("default", 0, 0),
  /// shard u8, index u64 → record. Files are split at each 65,536 indexes of a shard.
  RECORDS("records", 7, 1),
  /// shard u8 → [ShardState], a checkpoint.
  SHARDS("shards", 0, 1),
  /// conversation u64, last seq u64 → shard u8, index u64, first seq u64.
  EVENTS("events", 0, 8),
  /// message u64 → [MessageRow].
  MESSAGES("messages", 0, 0),
  /// generation u32, conversation u64, author u64, key of the name in its space → answer. Files are
  /// split at generations.
  NAMES("names", 4, 20),
  /// conversation u64, kind u8, user u64 → see [ConversationRows].
  CONVERSATIONS("conversations", 0, 8),
  /// shard u8, user u64 → nothing.
  ONLINE("online", 0, 0),
  /// shard u8, user u64, login id (for all logins: u8 0, issued before u64) → issued before u64,
  /// kept until u64.
  REVOCATIONS("revocations", 0, 0);

  private final String family;
  private final int splitAt;
  private final int growsWithin;

  Column(String family, int splitAt, int growsWithin) {
    this.family = family;
    this.splitAt = splitAt;
    this.growsWithin = growsWithin;
  }

  public byte[] familyName() {
    return family.getBytes(StandardCharsets.UTF_8);
  }

  /// Length of the key prefix whose change begins a new file, 0 for none.
  public int splitAt() {
    return splitAt;
  }

  /// Length of the key prefix within which new keys mostly follow the last one, 0 if keys come in
  /// any order.
  public int growsWithin() {
    return growsWithin;
  }
}
