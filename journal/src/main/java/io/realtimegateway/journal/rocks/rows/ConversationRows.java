package io.realtimegateway.journal.rocks.rows;

import io.realtimegateway.journal.codec.ByteInput;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.Member;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All rows of one conversation and its newest event, folded: the loaded base, and the changes
/// recorded after it. A row older than the base is ignored, because the base includes it.
public final class ConversationRows {
  /// Each row begins with shard and index. Here follow type, creator, owner, creation time, head
  /// and members, as they were loaded.
  static final int BASE = 0;

  /// Last seq: of a truncated event. The newest event that is not truncated is newer.
  static final int HEAD = 1;

  /// Owner.
  static final int OWNER = 2;

  /// One per user whose membership changed: seq, time, whether the user is a member.
  static final int MEMBER = 3;

  /// One per user: seq.
  static final int READ_MARKER = 4;

  /// Last change of name or metadata: seq.
  static final int UPDATED = 5;

  /// A membership that changed.
  private record Change(long user, long index, long seq, long at, boolean present) {}

  /// A value that was recorded at an index.
  private record Stamped(long index, long value) {}

  private record Base(
      long index,
      String type,
      long creator,
      long owner,
      long createdAt,
      long head,
      List<Member> members) {}

  private static final Stamped NOTHING = new Stamped(0, 0);

  private final long conversation;
  private @Nullable Base base;
  private Stamped head = NOTHING;
  private Stamped owner = NOTHING;
  private Stamped updated = NOTHING;
  private final List<Change> changes = new ArrayList<>();
  private final Map<Long, Stamped> readMarkers = new LinkedHashMap<>();
  private int shard;

  public ConversationRows(long conversation) {
    this.conversation = conversation;
  }

  public long conversationID() {
    return conversation;
  }

  /// Adds an event.
  ///
  /// @param key conversation, last seq
  /// @param value shard and index begin it
  public void addEvent(byte[] key, byte[] value) {
    ByteInput in = new ByteInput(value);
    shard = in.u8();
    addHead(in.i64(), ByteBuffer.wrap(key).getLong(Long.BYTES));
  }

  private void addHead(long index, long seq) {
    if (index > head.index) {
      head = new Stamped(index, seq);
    }
  }

  /// Adds a row.
  public void add(byte[] key, byte[] value) {
    int kind = key[Long.BYTES];
    long user = ByteBuffer.wrap(key).getLong(Long.BYTES + 1);
    ByteInput in = new ByteInput(value);
    shard = in.u8();
    long index = in.i64();
    switch (kind) {
      case BASE -> base = base(index, in);
      case HEAD -> addHead(index, in.i64());
      case OWNER -> owner = new Stamped(index, in.i64());
      case MEMBER -> changes.add(new Change(user, index, in.i64(), in.i64(), in.bool()));
      case UPDATED -> updated = new Stamped(index, in.i64());
      case READ_MARKER -> readMarkers.put(user, new Stamped(index, in.i64()));
      default -> throw new IllegalStateException("conversation row of kind " + kind);
    }
  }

  public int shard() {
    return shard;
  }

  /// Seq of the last change of name or metadata, 0 if it is not known.
  public long updatedSeq() {
    return updated.value;
  }

  /// Index of the record of that change, 0 if it is not known.
  public long updatedIndex() {
    return updated.index;
  }

  /// Whether the head is known; it does not follow from read markers alone.
  public boolean knowsHead() {
    return base != null || head.index > 0;
  }

  /// Seq of the newest event, 0 if none is known.
  public long head() {
    Base loaded = base;
    return loaded == null || head.index > loaded.index ? head.value : loaded.head;
  }

  /// Empty if the conversation was never loaded, or was evicted.
  public Optional<ConversationLoaded> conversation() {
    Base loaded = base;
    if (loaded == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ConversationLoaded(
            conversation,
            loaded.type,
            loaded.creator,
            owner.index > loaded.index ? owner.value : loaded.owner,
            loaded.createdAt,
            head(),
            true,
            members(loaded)));
  }

  /// Seq of the last membership change of each user, 0 if it is not known.
  public long[] changeSeqs(long[] users) {
    Map<Long, Long> seqs = new LinkedHashMap<>();
    Base loaded = base;
    if (loaded != null) {
      loaded.members.forEach(member -> seqs.put(member.userID(), member.joinedSeq()));
    }
    for (Change change : changes) {
      if (loaded == null || change.index > loaded.index) {
        seqs.put(change.user, change.seq);
      }
    }
    long[] found = new long[users.length];
    for (int i = 0; i < users.length; i++) {
      found[i] = seqs.getOrDefault(users[i], 0L);
    }
    return found;
  }

  private List<Member> members(Base loaded) {
    Map<Long, Member> members = new LinkedHashMap<>();
    loaded.members.forEach(member -> members.put(member.userID(), member));
    List<Change> later = new ArrayList<>(changes);
    later.removeIf(change -> change.index < loaded.index);
    later.sort(Comparator.comparingLong(Change::seq));
    for (Change change : later) {
      members.remove(change.user);
      if (change.present) {
        members.put(change.user, new Member(change.user, change.at, change.seq, change.seq));
      }
    }
    Map<Long, Long> moved = movedMarkers();
    return members.values().stream()
        .map(member -> withReadMarker(member, moved.getOrDefault(member.userID(), 0L)))
        .toList();
  }

  /// A marker does not outlive the membership.
  private Map<Long, Long> movedMarkers() {
    Map<Long, Long> moved = new LinkedHashMap<>();
    readMarkers.forEach((user, marker) -> moved.put(user, marker.value));
    for (Change change : changes) {
      if (readMarkers.getOrDefault(change.user, NOTHING).index < change.index) {
        moved.remove(change.user);
      }
    }
    return moved;
  }

  private Member withReadMarker(Member member, long marker) {
    long moved = Math.min(marker, head());
    return moved <= member.readSeq()
        ? member
        : new Member(member.userID(), member.joinedAt(), member.joinedSeq(), moved);
  }

  private static Base base(long index, ByteInput in) {
    String type = in.text();
    long creator = in.i64();
    long owner = in.i64();
    long createdAt = in.i64();
    long head = in.i64();
    Member[] members = new Member[in.count(4 * Long.BYTES)];
    for (int i = 0; i < members.length; i++) {
      members[i] = new Member(in.i64(), in.i64(), in.i64(), in.i64());
    }
    return new Base(index, type, creator, owner, createdAt, head, List.of(members));
  }
}
