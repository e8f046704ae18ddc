package io.realtimegateway.store.archive;

import io.realtimegateway.store.CopyRows;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.Session;
import io.realtimegateway.store.archive.ArchiveBatch.ArchivedName;
import io.realtimegateway.store.archive.ArchiveBatch.ChangedMember;
import io.realtimegateway.store.archive.ArchiveBatch.ChangedMessage;
import io.realtimegateway.store.archive.ArchiveBatch.CreatedMessage;
import io.realtimegateway.store.archive.ArchiveBatch.MovedHead;
import io.realtimegateway.store.archive.ArchiveBatch.MovedMarker;
import io.realtimegateway.store.archive.ArchiveBatch.SetAside;
import io.realtimegateway.store.archive.ArchiveBatch.UpdatedConversation;
import java.sql.SQLException;
import java.util.List;

/// Writes batches, one transaction each. The positions are written first: their row locks keep
/// another owner out until the commit, so that the rest are plain inserts and updates whose counts
/// must match.
public final class ArchiveWriter {
  private final Database database;
  private final Runnable inserted;

  public ArchiveWriter(Database database) {
    this(database, () -> {});
  }

  /// For crash tests.
  ///
  /// @param inserted runs within each transaction, after new messages are inserted
  public ArchiveWriter(Database database, Runnable inserted) {
    this.database = database;
    this.inserted = inserted;
  }

  /// Writes a batch, completely or not at all.
  ///
  /// @throws PositionLostException if a position is not as expected
  /// @throws ArchiveMismatchException if the rows that it builds on are missing
  /// @throws io.realtimegateway.store.DatabaseException if the database refuses it; if its kind is
  ///   `UNAVAILABLE`, it is unknown whether the batch was committed
  public void write(ArchiveBatch batch) {
    database.transaction(
        session -> {
          movePositions(session, batch.positions());
          insertMessages(session, batch.created());
          inserted.run();
          updateMessages(session, batch.changed());
          insertNames(session, batch.names());
          mergeMembers(session, batch.members());
          updateConversations(session, batch.updated());
          moveHeads(session, batch.heads());
          moveMarkers(session, batch.markers());
          announce(session, batch.announced());
          setAside(session, batch.setAside());
          return batch;
        });
  }

  private static final String MOVE_POSITIONS =
      """
      UPDATE shard_positions SET epoch = moved.epoch, "index" = moved.index
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        AS moved (shard, owner, old_epoch, old_index, epoch, index)
      WHERE shard_positions.shard = moved.shard AND shard_positions.owner = moved.owner
        AND shard_positions.epoch = moved.old_epoch AND shard_positions."index" = moved.old_index
      """;

  private static void movePositions(Session session, List<ArchiveBatch.PositionMove> moves)
      throws SQLException {
    int moved =
        session.update(
            MOVE_POSITIONS,
            Columns.numbers(moves, move -> move.expected().shard()),
            Columns.numbers(moves, move -> move.expected().owner()),
            Columns.numbers(moves, move -> move.expected().epoch()),
            Columns.numbers(moves, move -> move.expected().index()),
            Columns.numbers(moves, ArchiveBatch.PositionMove::epoch),
            Columns.numbers(moves, ArchiveBatch.PositionMove::index));
    if (moved != moves.size()) {
      throw new PositionLostException(moves.size(), moved);
    }
  }

  private static final String COPY_MESSAGES =
      """
      COPY messages (id, conversation_id, author_id, seq, change_seq, created_at, updated_at, deleted_at,
        content, metadata, client_message_id, digest_high, digest_low)
      FROM STDIN (FORMAT binary)
      """;
  private static final int MESSAGE_COLUMNS = 13;

  private static void insertMessages(Session session, List<CreatedMessage> created)
      throws SQLException {
    if (created.isEmpty()) {
      return;
    }
    long copied =
        session.copy(
            COPY_MESSAGES,
            rows -> {
              for (CreatedMessage message : created) {
                copy(message, rows);
              }
            });
    requireAll("messages that are new", created.size(), (int) copied);
  }

  private static void copy(CreatedMessage message, CopyRows rows) throws SQLException {
    rows.row(MESSAGE_COLUMNS);
    rows.number(message.id());
    rows.number(message.conversationID());
    rows.number(message.authorID());
    rows.number(message.seq());
    rows.number(message.changeSeq());
    rows.time(message.createdAt());
    copyTime(message.updatedAt(), rows);
    copyTime(message.deletedAt(), rows);
    rows.text(message.content());
    rows.text(message.metadata());
    rows.text(message.clientMessageID());
    if (message.clientMessageID() == null) {
      rows.absent();
      rows.absent();
    } else {
      rows.number(message.digestHigh());
      rows.number(message.digestLow());
    }
  }

  /// @param millis 0 for none
  private static void copyTime(long millis, CopyRows rows) throws SQLException {
    if (millis == 0) {
      rows.absent();
    } else {
      rows.time(millis);
    }
  }

  private static final String UPDATE_MESSAGES =
      """
      UPDATE messages SET change_seq = new.change_seq,
        updated_at = coalesce(from_millis(nullif(new.updated, 0)), messages.updated_at),
        deleted_at = from_millis(nullif(new.deleted, 0)),
        content = new.content, metadata = new.metadata
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
        AS new (id, conversation_id, change_seq, updated, deleted, content, metadata)
      WHERE messages.id = new.id AND messages.conversation_id = new.conversation_id
        AND messages.change_seq < new.change_seq
      """;
  private static final String ERASE_SET_ASIDE =
      """
      UPDATE set_aside SET content = NULL, metadata = NULL WHERE message_id = ANY (?)
      """;
  private static final String ERASE_NAMED_EDITS =
      """
      UPDATE command_names SET metadata = NULL WHERE message_id = ANY (?) AND metadata IS NOT NULL
      """;

  private static void updateMessages(Session session, List<ChangedMessage> changed)
      throws SQLException {
    if (changed.isEmpty()) {
      return;
    }
    int updated =
        session.update(
            UPDATE_MESSAGES,
            Columns.numbers(changed, ChangedMessage::id),
            Columns.numbers(changed, ChangedMessage::conversationID),
            Columns.numbers(changed, ChangedMessage::changeSeq),
            Columns.numbers(changed, ChangedMessage::updatedAt),
            Columns.numbers(changed, ChangedMessage::deletedAt),
            Columns.texts(changed, ChangedMessage::content),
            Columns.texts(changed, ChangedMessage::metadata));
    requireAll("messages that change", changed.size(), updated);
    List<ChangedMessage> deleted =
        changed.stream().filter(message -> message.deletedAt() != 0).toList();
    if (!deleted.isEmpty()) {
      Object messageIDs = Columns.numbers(deleted, ChangedMessage::id);
      session.update(ERASE_SET_ASIDE, messageIDs);
      session.update(ERASE_NAMED_EDITS, messageIDs);
    }
  }

  private static final String INSERT_NAMES =
      """
      INSERT INTO command_names (conversation_id, author_id, name, message_id, seq, at, metadata, digest_high, digest_low)
      SELECT conversation_id, author_id, name, message_id, seq, from_millis(millis), metadata, digest_high, digest_low
      FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[],
          ?::bigint[])
        AS new (conversation_id, author_id, name, message_id, seq, millis, metadata, digest_high, digest_low)
      """;

  private static void insertNames(Session session, List<ArchivedName> names) throws SQLException {
    if (names.isEmpty()) {
      return;
    }
    session.update(
        INSERT_NAMES,
        Columns.numbers(names, ArchivedName::conversationID),
        Columns.numbers(names, ArchivedName::authorID),
        Columns.texts(names, ArchivedName::name),
        Columns.numbers(names, ArchivedName::messageID),
        Columns.numbers(names, ArchivedName::seq),
        Columns.numbers(names, ArchivedName::at),
        Columns.texts(names, ArchivedName::metadata),
        Columns.numbers(names, ArchivedName::digestHigh),
        Columns.numbers(names, ArchivedName::digestLow));
  }

  /// The earlier membership in the row of a user who joins again. A batch that holds both the
  /// leaving and the joining does not say when the user left: just before the joining is assumed.
  private static final String KEEP_PAST_MEMBERSHIPS =
      """
      INSERT INTO past_memberships (user_id, conversation_id, joined_seq, left_seq)
      SELECT members.user_id, members.conversation_id, members.joined_seq,
        CASE WHEN members.is_member THEN new.change_seq - 1 ELSE members.change_seq END
      FROM unnest(?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[])
        AS new (conversation_id, user_id, is_member, change_seq)
      JOIN members ON members.conversation_id = new.conversation_id AND members.user_id = new.user_id
      WHERE new.is_member AND members.change_seq < new.change_seq
      """;

  /// A former member's row becomes a member's again. A new member begins with everything read.
  private static final String MERGE_MEMBERS =
      """
      MERGE INTO members
      USING unnest(?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[], ?::bigint[])
        AS new (conversation_id, user_id, is_member, changed, change_seq)
      ON members.conversation_id = new.conversation_id AND members.user_id = new.user_id
      WHEN MATCHED AND members.change_seq < new.change_seq THEN UPDATE SET
        is_member = new.is_member,
        joined_at = CASE WHEN new.is_member THEN from_millis(new.changed) ELSE members.joined_at END,
        changed_at = from_millis(new.changed),
        read_seq = CASE WHEN new.is_member THEN new.change_seq ELSE members.read_seq END,
        change_seq = new.change_seq,
        joined_seq = CASE WHEN new.is_member THEN new.change_seq ELSE members.joined_seq END,
        ordinal = 0
      WHEN NOT MATCHED THEN INSERT
        (conversation_id, user_id, is_member, joined_at, changed_at, change_seq, joined_seq, ordinal, read_seq)
        VALUES (new.conversation_id, new.user_id, new.is_member, from_millis(new.changed), from_millis(new.changed),
          new.change_seq, new.change_seq, 0, CASE WHEN new.is_member THEN new.change_seq ELSE 0 END)
      """;

  private static void mergeMembers(Session session, List<ChangedMember> members)
      throws SQLException {
    if (members.isEmpty()) {
      return;
    }
    session.update(
        KEEP_PAST_MEMBERSHIPS,
        Columns.numbers(members, ChangedMember::conversationID),
        Columns.numbers(members, ChangedMember::userID),
        Columns.truths(members, ChangedMember::isMember),
        Columns.numbers(members, ChangedMember::changeSeq));
    int merged =
        session.update(
            MERGE_MEMBERS,
            Columns.numbers(members, ChangedMember::conversationID),
            Columns.numbers(members, ChangedMember::userID),
            Columns.truths(members, ChangedMember::isMember),
            Columns.numbers(members, ChangedMember::at),
            Columns.numbers(members, ChangedMember::changeSeq));
    requireAll("members that change", members.size(), merged);
  }

  private static final String UPDATE_CONVERSATIONS =
      """
      UPDATE conversations SET group_name = new.group_name, metadata = new.metadata,
        updated_seq = new.change_seq, updated_by = new.user_id, updated_at = from_millis(new.updated)
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
        AS new (id, change_seq, user_id, updated, group_name, metadata)
      WHERE conversations.id = new.id AND conversations.updated_seq < new.change_seq
      """;
  private static final String ERASE_SET_ASIDE_NAMES =
      """
      UPDATE set_aside SET content = NULL, metadata = NULL
      WHERE kind = 'ConversationUpdated' AND conversation_id = ANY (?)
      """;

  /// Overwritten names are not kept.
  private static void updateConversations(Session session, List<UpdatedConversation> updated)
      throws SQLException {
    if (updated.isEmpty()) {
      return;
    }
    int written =
        session.update(
            UPDATE_CONVERSATIONS,
            Columns.numbers(updated, UpdatedConversation::id),
            Columns.numbers(updated, UpdatedConversation::changeSeq),
            Columns.numbers(updated, UpdatedConversation::userID),
            Columns.numbers(updated, UpdatedConversation::at),
            Columns.texts(updated, UpdatedConversation::groupName),
            Columns.texts(updated, UpdatedConversation::metadata));
    requireAll("conversations that change", updated.size(), written);
    session.update(
        ERASE_SET_ASIDE_NAMES, (Object) Columns.numbers(updated, UpdatedConversation::id));
  }

  private static final String MOVE_HEADS =
      """
      UPDATE conversations SET seq = moved.seq,
        participant_count = participant_count + moved.count_change,
        last_activity_at = greatest(last_activity_at, from_millis(nullif(moved.message_at, 0))),
        newest_message_id = greatest(newest_message_id, moved.message_id),
        owner_id = CASE WHEN moved.owner < 0 THEN owner_id ELSE nullif(moved.owner, 0) END
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
        ?::bigint[]) AS moved (id, before, seq, count_change, message_at, message_id, owner)
      WHERE conversations.id = moved.id AND conversations.seq = moved.before
      """;

  private static void moveHeads(Session session, List<MovedHead> heads) throws SQLException {
    if (heads.isEmpty()) {
      return;
    }
    int moved =
        session.update(
            MOVE_HEADS,
            Columns.numbers(heads, MovedHead::conversationID),
            Columns.numbers(heads, MovedHead::before),
            Columns.numbers(heads, MovedHead::seq),
            Columns.numbers(heads, MovedHead::countChange),
            Columns.numbers(heads, MovedHead::lastMessageAt),
            Columns.numbers(heads, MovedHead::newestMessageID),
            Columns.numbers(heads, MovedHead::owner));
    requireAll("conversations whose events go on without a gap", heads.size(), moved);
  }

  /// A marker that is already ahead, or belongs to a user who left, is not changed.
  private static final String MOVE_MARKERS =
      """
      UPDATE members SET read_seq = moved.seq
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS moved (conversation_id, user_id, seq)
      WHERE members.conversation_id = moved.conversation_id AND members.user_id = moved.user_id
        AND members.is_member AND members.read_seq < moved.seq
      """;

  private static void moveMarkers(Session session, List<MovedMarker> markers) throws SQLException {
    if (markers.isEmpty()) {
      return;
    }
    session.update(
        MOVE_MARKERS,
        Columns.numbers(markers, MovedMarker::conversationID),
        Columns.numbers(markers, MovedMarker::userID),
        Columns.numbers(markers, MovedMarker::seq));
  }

  private static final String ANNOUNCE =
      """
      UPDATE conversations SET announced = true WHERE id = ANY (?) AND NOT announced
      """;

  private static void announce(Session session, List<Long> conversationIDs) throws SQLException {
    if (!conversationIDs.isEmpty()) {
      session.update(ANNOUNCE, (Object) Columns.numbers(conversationIDs, Long::longValue));
    }
  }

  private static final String SET_ASIDE =
      """
      INSERT INTO set_aside (shard, epoch, "index", kind, conversation_id, message_id, cause, content, metadata)
      VALUES (?, ?, ?, ?, nullif(?::bigint, 0), nullif(?::bigint, 0), ?, ?, ?)
      """;

  private static void setAside(Session session, List<SetAside> records) throws SQLException {
    for (SetAside each : records) {
      session.update(
          SET_ASIDE,
          each.shard(),
          each.epoch(),
          each.index(),
          each.kind(),
          each.conversationID(),
          each.messageID(),
          each.cause(),
          Columns.bytes(each.content()),
          Columns.bytes(each.metadata()));
    }
  }

  private static void requireAll(String what, int wanted, int found) {
    if (wanted != found) {
      throw new ArchiveMismatchException(what, wanted, found);
    }
  }
}
