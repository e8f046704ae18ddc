package io.realtimegateway.journal.rocks.rows;

import io.realtimegateway.journal.codec.ByteInput;
import io.realtimegateway.journal.codec.ByteOutput;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import java.time.Duration;

/// Where a shard's records end and what they hold at most. Held by the owner of the log. Its row is
/// a checkpoint: it may lie behind the newest record, and the records after it complete it.
public final class ShardState {
  /// How far ahead of its clock a name's own time may lie.
  public static final Duration NAME_LEAD = Duration.ofDays(1);

  /// A checkpoint is written once so many records were added since the last one, or so many bytes.
  /// At most these are read again at a start, for each shard.
  public static final int CHECKPOINT_RECORDS = 1000;

  public static final long CHECKPOINT_BYTES = 1 << 20;

  public final int shard;

  /// Epoch and index of the newest record, 0 if there is none.
  public long epoch;

  public long index;

  /// Lowest index of the run without gaps that ends at `index`.
  public long contiguousFrom;

  /// Bytes of all records ever written.
  public long bytes;

  /// Names before this time may be missing, because records were archived that were never in this
  /// store.
  public long completeSince;

  /// Highest ids in any record.
  public long highestMessage;

  public long highestConversation;
  public long highestUser;

  /// Why the tail may be incomplete, empty if it is complete; a new epoch clears it.
  public String doubt = "";

  // Index and bytes of the newest checkpoint; no part of the row.
  private long savedIndex;
  private long savedBytes;

  public ShardState(int shard) {
    this.shard = shard;
    this.contiguousFrom = 1;
  }

  public ShardState(ShardState other) {
    this(other.shard);
    copy(other);
  }

  /// Becomes equal to another state of the same shard.
  public void copy(ShardState other) {
    epoch = other.epoch;
    index = other.index;
    contiguousFrom = other.contiguousFrom;
    bytes = other.bytes;
    completeSince = other.completeSince;
    highestMessage = other.highestMessage;
    highestConversation = other.highestConversation;
    highestUser = other.highestUser;
    doubt = other.doubt;
    savedIndex = other.savedIndex;
    savedBytes = other.savedBytes;
  }

  /// Whether records were added since the newest checkpoint.
  public boolean isAheadOfCheckpoint() {
    return index != savedIndex;
  }

  /// Whether a checkpoint belongs into the batch that is being gathered.
  public boolean isCheckpointDue() {
    return index - savedIndex >= CHECKPOINT_RECORDS || bytes - savedBytes >= CHECKPOINT_BYTES;
  }

  /// The state stands in the store as it is.
  void saved() {
    savedIndex = index;
    savedBytes = bytes;
  }

  public static ShardState decode(int shard, byte[] row) {
    ByteInput in = new ByteInput(row);
    ShardState state = new ShardState(shard);
    state.epoch = in.i64();
    state.index = in.i64();
    state.contiguousFrom = in.i64();
    state.bytes = in.i64();
    state.completeSince = in.i64();
    state.highestMessage = in.i64();
    state.highestConversation = in.i64();
    state.highestUser = in.i64();
    state.doubt = in.text();
    in.end();
    state.saved();
    return state;
  }

  void encode(ByteOutput out) {
    out.i64(epoch).i64(index).i64(contiguousFrom).i64(bytes).i64(completeSince);
    out.i64(highestMessage).i64(highestConversation).i64(highestUser).text(doubt);
  }

  /// Advances over the next record.
  ///
  /// @param size bytes of its row
  void advance(JournalEntry entry, int size) {
    if (entry.record() instanceof EpochStarted started) {
      startEpoch(entry, started);
    }
    index = entry.index();
    bytes += size;
  }

  /// Takes the next record in, which cannot be read.
  public void skip(long at, int size) {
    index = at;
    bytes += size;
    doubt = "damaged record";
  }

  void sawMessage(long id) {
    highestMessage = Math.max(highestMessage, id);
  }

  void sawConversation(long id) {
    highestConversation = Math.max(highestConversation, id);
  }

  void sawUser(long id) {
    highestUser = Math.max(highestUser, id);
  }

  /// A gap in the indexes means that PostgreSQL had records that this store never saw.
  private void startEpoch(JournalEntry entry, EpochStarted started) {
    if (entry.index() != index + 1) {
      contiguousFrom = entry.index();
      completeSince = Math.max(completeSince, started.at() + NAME_LEAD.toMillis());
    }
    epoch = entry.epoch();
    doubt = "";
  }
}
