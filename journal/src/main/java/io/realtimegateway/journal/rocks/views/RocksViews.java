package io.realtimegateway.journal.rocks.views;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.journal.codec.ByteInput;
import io.realtimegateway.journal.rocks.log.RecordReader;
import io.realtimegateway.journal.rocks.log.ShardProgress;
import io.realtimegateway.journal.rocks.names.CompleteSince;
import io.realtimegateway.journal.rocks.names.NameCache;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.ConversationRows;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.MessageRow;
import io.realtimegateway.journal.rocks.rows.ShardState;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.journal.rocks.store.StoreLifecycle;
import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import io.realtimegateway.model.record.JournalRecord.ReadMarkersMoved;
import io.realtimegateway.model.record.NameSpace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/// Reads the views. All methods except `mayKnowName`, `completeSince` and `storedSince` block.
public final class RocksViews implements LocalViews {
  private static final int LOGIN_AT = 1 + Long.BYTES;

  /// The position of an event's record.
  private record EventRow(int shard, long index, long firstSeq) {}

  private final StoreLifecycle lifecycle;
  private final NameCache names;
  private final CompleteSince completeSince;
  private final ShardProgress[] progress;
  private final ConversationReader conversations;

  public RocksViews(
      StoreLifecycle lifecycle,
      NameCache names,
      CompleteSince completeSince,
      ShardProgress[] progress) {
    this.lifecycle = lifecycle;
    this.names = names;
    this.completeSince = completeSince;
    this.progress = progress;
    this.conversations = new ConversationReader(progress);
  }

  @Override
  public Optional<ConversationLoaded> conversation(long conversationID) {
    return lifecycle.read(store -> conversations.known(store, conversationID).conversation());
  }

  @Override
  public long head(long conversationID) {
    return lifecycle.read(
        store ->
            Math.max(
                conversations.known(store, conversationID).head(),
                ConversationReader.lastSeq(store, conversationID)));
  }

  @Override
  public Optional<StoredMessage> message(long messageID) {
    return lifecycle.read(store -> row(store, messageID).map(MessageRow::message));
  }

  @Override
  public Optional<JournalEntry> newestOf(long messageID) {
    return lifecycle.read(
        store ->
            row(store, messageID)
                .flatMap(row -> Optional.ofNullable(record(store, row.shard(), row.index()))));
  }

  @Override
  public Optional<JournalEntry> newestUpdateOf(long conversationID) {
    return lifecycle.read(
        store -> {
          ConversationRows rows = conversations.known(store, conversationID);
          return rows.updatedIndex() == 0
              ? Optional.empty()
              : Optional.ofNullable(record(store, rows.shard(), rows.updatedIndex()));
        });
  }

  @Override
  public Optional<CommandResult> answer(
      long conversationID, long author, NameSpace space, String name) {
    String key = space.key(name);
    return lifecycle.read(store -> names.answer(store, conversationID, author, key));
  }

  @Override
  public boolean mayKnowName(long conversationID, long author, NameSpace space, String name) {
    return names.mayKnow(conversationID, author, space.key(name));
  }

  @Override
  public long completeSince() {
    return completeSince.millis();
  }

  @Override
  public long storedSince() {
    long since = completeSince.millis();
    return since == 0 ? 0 : since - ShardState.NAME_LEAD.toMillis();
  }

  @Override
  public Optional<EventPage> events(
      long conversationID, long fromSeq, int maxEntries, int maxBytes) {
    return lifecycle.read(store -> events(store, conversationID, fromSeq, maxEntries, maxBytes));
  }

  @Override
  public long[] changeSeqs(long conversationID, long[] messageIDs) {
    return lifecycle.read(store -> changeSeqs(store, conversationID, messageIDs));
  }

  @Override
  public long[] memberChangeSeqs(long conversationID, long[] userIDs) {
    return lifecycle.read(store -> conversations.known(store, conversationID).changeSeqs(userIDs));
  }

  @Override
  public long conversationChangeSeq(long conversationID) {
    return lifecycle.read(store -> conversations.known(store, conversationID).updatedSeq());
  }

  @Override
  public List<ChangedConversation> changedSince(int shard, long index) {
    return lifecycle.read(store -> changedSince(store, shard, index));
  }

  @Override
  public List<Long> onlineUsers(int shard) {
    return lifecycle.read(
        store -> {
          List<Long> users = new ArrayList<>();
          try (RocksIterator rows = store.iterator(Column.ONLINE)) {
            for (rows.seek(Keys.shard(shard)); isOf(shard, rows); rows.next()) {
              users.add(ByteBuffer.wrap(rows.key()).getLong(1));
            }
            OpenStore.check(rows);
          }
          return users;
        });
  }

  @Override
  public List<LoginsRevoked> revocations(int shard, long now) {
    return lifecycle.read(
        store -> {
          List<LoginsRevoked> found = new ArrayList<>();
          try (RocksIterator rows = store.iterator(Column.REVOCATIONS)) {
            for (rows.seek(Keys.shard(shard)); isOf(shard, rows); rows.next()) {
              LoginsRevoked revoked = revocation(rows.key(), rows.value());
              if (revoked.keptUntil() >= now) {
                found.add(revoked);
              }
            }
            OpenStore.check(rows);
          }
          return found;
        });
  }

  @Override
  public HighestIds highestIds() {
    long message = 0;
    long conversation = 0;
    long user = 0;
    for (ShardProgress shard : progress) {
      ShardState state = shard.state();
      message = Math.max(message, state.highestMessage);
      conversation = Math.max(conversation, state.highestConversation);
      user = Math.max(user, state.highestUser);
    }
    return new HighestIds(message, conversation, user);
  }

  public static LoginsRevoked revocation(byte[] key, byte[] value) {
    boolean all = key[LOGIN_AT] == 0;
    String login =
        all ? null : new String(key, LOGIN_AT, key.length - LOGIN_AT, StandardCharsets.UTF_8);
    ByteInput in = new ByteInput(value);
    return new LoginsRevoked(ByteBuffer.wrap(key).getLong(1), login, in.i64(), in.i64());
  }

  private Optional<EventPage> events(
      OpenStore store, long conversationID, long fromSeq, int maxEntries, int maxBytes) {
    ConversationRows known = conversations.known(store, conversationID);
    if (!known.knowsHead()) {
      return Optional.empty();
    }
    List<JournalEntry> entries = new ArrayList<>();
    long next = Math.max(1, fromSeq);
    int bytes = 0;
    try (RocksIterator rows = store.iterator(Column.EVENTS)) {
      rows.seek(Keys.event(conversationID, next));
      while (next <= known.head() && entries.size() < maxEntries && bytes < maxBytes) {
        EventRow row = eventRow(rows, conversationID);
        byte[] value = row == null || row.firstSeq > next ? null : recordBytes(store, row);
        if (row == null || value == null || (row.firstSeq < next && !entries.isEmpty())) {
          OpenStore.check(rows);
          return Optional.empty();
        }
        if (!entries.isEmpty() && bytes + value.length > maxBytes) {
          break;
        }
        bytes += value.length;
        entries.add(RecordReader.decode(row.shard, row.index, value));
        next = ByteBuffer.wrap(rows.key()).getLong(Long.BYTES) + 1;
        rows.next();
      }
    }
    return Optional.of(new EventPage(entries, next > known.head()));
  }

  private static @Nullable EventRow eventRow(RocksIterator rows, long conversationID) {
    if (!rows.isValid() || !ConversationReader.startsWith(rows.key(), Keys.id(conversationID))) {
      return null;
    }
    ByteInput in = new ByteInput(rows.value());
    return new EventRow(in.u8(), in.i64(), in.i64());
  }

  private static long[] changeSeqs(OpenStore store, long conversationID, long[] messageIDs) {
    List<byte[]> keys = new ArrayList<>(messageIDs.length);
    for (long id : messageIDs) {
      keys.add(Keys.id(id));
    }
    List<byte @Nullable []> rows = store.getAll(Column.MESSAGES, keys);
    long[] seqs = new long[messageIDs.length];
    for (int i = 0; i < seqs.length; i++) {
      byte[] row = rows.get(i);
      if (row != null) {
        StoredMessage message = MessageRow.decode(messageIDs[i], row).message();
        seqs[i] = message.conversationID() == conversationID ? message.changeSeq() : 0;
      }
    }
    return seqs;
  }

  private List<ChangedConversation> changedSince(OpenStore store, int shard, long index) {
    checkNotTruncated(shard, index + 1);
    long committed = progress[shard].committed();
    Map<Long, Set<Long>> removedUsers = new LinkedHashMap<>();
    try (RocksIterator rows = store.iterator(Column.RECORDS)) {
      rows.seek(Keys.record(shard, index + 1));
      for (long at = index + 1; at <= committed; at++, rows.next()) {
        RecordReader.requireAt(rows, shard, at);
        note(RecordReader.decode(shard, at, rows.value()).record(), removedUsers);
      }
    } catch (DamagedException damage) {
      // Records truncated during the read are missing, but not damaged.
      checkNotTruncated(shard, index + 1);
      throw damage;
    }
    List<ChangedConversation> changed = new ArrayList<>();
    removedUsers.forEach(
        (id, removed) -> {
          ConversationLoaded now =
              conversations
                  .known(store, id)
                  .conversation()
                  .orElseThrow(() -> truncated(shard, index + 1));
          Set<Long> users = new LinkedHashSet<>(removed);
          now.members().forEach(member -> users.add(member.userID()));
          changed.add(new ChangedConversation(id, List.copyOf(users)));
        });
    return changed;
  }

  private void checkNotTruncated(int shard, long fromIndex) {
    if (fromIndex < progress[shard].firstIndex()) {
      throw truncated(shard, fromIndex);
    }
  }

  private TruncatedException truncated(int shard, long fromIndex) {
    return new TruncatedException(shard, fromIndex, progress[shard].firstIndex());
  }

  /// Notes a conversation that changed, and who was removed from it.
  private static void note(JournalRecord changed, Map<Long, Set<Long>> removedUsers) {
    switch (changed) {
      case MemberRemoved removed ->
          removedUsers
              .computeIfAbsent(removed.conversationID(), _ -> new LinkedHashSet<>())
              .add(removed.user());
      case ConversationEvent event ->
          removedUsers.computeIfAbsent(event.conversationID(), _ -> new LinkedHashSet<>());
      case ConversationLoaded loaded -> {
        if (!loaded.announced()) {
          removedUsers.computeIfAbsent(loaded.conversationID(), _ -> new LinkedHashSet<>());
        }
      }
      case EpochStarted _, ReadMarkersMoved _, OnlineChanged _, LoginsRevoked _ -> {}
    }
  }

  private Optional<MessageRow> row(OpenStore store, long messageID) {
    byte[] row = store.get(Column.MESSAGES, Keys.id(messageID));
    return row == null || !conversations.isAfterGap(row)
        ? Optional.empty()
        : Optional.of(MessageRow.decode(messageID, row));
  }

  private @Nullable JournalEntry record(OpenStore store, int shard, long index) {
    byte[] value = recordBytes(store, new EventRow(shard, index, 0));
    return value == null ? null : RecordReader.decode(shard, index, value);
  }

  private byte @Nullable [] recordBytes(OpenStore store, EventRow row) {
    return row.index < progress[row.shard].firstIndex()
        ? null
        : store.get(Column.RECORDS, Keys.record(row.shard, row.index));
  }

  private static boolean isOf(int shard, RocksIterator rows) {
    return rows.isValid() && Byte.toUnsignedInt(rows.key()[0]) == shard;
  }
}
