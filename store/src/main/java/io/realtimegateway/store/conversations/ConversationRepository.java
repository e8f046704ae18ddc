package io.realtimegateway.store.conversations;

import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.Row;
import io.realtimegateway.store.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tables `conversations` and `members`: creation, and what the engine loads. [ConversationViews]
/// reads what the API shows.
public final class ConversationRepository {
  private final Database database;

  public ConversationRepository(Database database) {
    this.database = database;
  }

  private static final String FIND =
      """
      SELECT * FROM conversations WHERE id = ?
      """;

  public Optional<ArchivedConversation> find(long id) {
    return database.first(FIND, ArchivedConversation::read, id);
  }

  /// Creates a conversation with its first members in one transaction. The caller must announce it
  /// to the engine afterwards.
  public Creation create(NewConversation wanted) {
    return database.transaction(session -> create(session, wanted));
  }

  private static Creation create(Session session, NewConversation wanted) throws SQLException {
    Optional<Creation> earlier = earlier(session, wanted);
    if (earlier.isPresent()) {
      return earlier.get();
    }
    List<Long> unknown = unknown(session, wanted);
    if (!unknown.isEmpty()) {
      return new Creation.UnknownUsers(unknown);
    }
    Optional<ArchivedConversation> created = insert(session, wanted);
    if (created.isEmpty()) {
      return lost(session, wanted);
    }
    addMembers(session, created.get().id(), wanted);
    return new Creation.Created(created.get());
  }

  private static final String UNKNOWN =
      """
      SELECT wanted.id FROM unnest(?::bigint[]) WITH ORDINALITY AS wanted (id, place)
      WHERE NOT EXISTS (SELECT FROM users WHERE users.id = wanted.id AND deleted_at IS NULL AND NOT is_system)
      ORDER BY place
      """;

  private static List<Long> unknown(Session session, NewConversation wanted) throws SQLException {
    return session.list(UNKNOWN, row -> row.number("id"), (Object) memberIDs(wanted));
  }

  /// Both keys may be taken, that of the pair and that of the name: the loser of a race waits here
  /// for the winner's commit.
  private static final String INSERT =
      """
      INSERT INTO conversations (type, creator_id, owner_id, group_name, metadata, created_at, last_activity_at,
        lower_id, higher_id, creation_name, creation_digest_high, creation_digest_low, participant_count)
      VALUES (?, ?, nullif(?::bigint, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      RETURNING *
      """;

  private static Optional<ArchivedConversation> insert(Session session, NewConversation wanted)
      throws SQLException {
    return session.first(
        INSERT,
        ArchivedConversation::read,
        wanted.type(),
        wanted.creatorID(),
        wanted.ownerID(),
        wanted.groupName(),
        wanted.metadata(),
        wanted.createdAt(),
        wanted.createdAt(),
        wanted.lower(),
        wanted.higher(),
        wanted.repeatability().map(NewConversation.Repeatability::name).orElse(null),
        wanted.repeatability().map(NewConversation.Repeatability::digestHigh).orElse(null),
        wanted.repeatability().map(NewConversation.Repeatability::digestLow).orElse(null),
        wanted.members().size());
  }

  private static final String ADD_MEMBERS =
      """
      INSERT INTO members (conversation_id, user_id, is_member, joined_at, change_seq, ordinal)
      SELECT ?, wanted.id, true, ?, 0, wanted.place - 1
      FROM unnest(?::bigint[]) WITH ORDINALITY AS wanted (id, place)
      """;

  private static void addMembers(Session session, long conversationID, NewConversation wanted)
      throws SQLException {
    session.update(ADD_MEMBERS, conversationID, wanted.createdAt(), memberIDs(wanted));
  }

  private static final String FIND_BY_NAME =
      """
      SELECT *, creation_digest_high = ? AND creation_digest_low = ? AS is_same
      FROM conversations WHERE creator_id = ? AND creation_name = ?
      """;

  private static Optional<Creation> earlier(Session session, NewConversation wanted)
      throws SQLException {
    if (wanted.repeatability().isEmpty()) {
      return Optional.empty();
    }
    NewConversation.Repeatability name = wanted.repeatability().get();
    return session.first(
        FIND_BY_NAME,
        row ->
            row.truth("is_same")
                ? new Creation.Repeated(ArchivedConversation.read(row))
                : new Creation.NameTaken(),
        name.digestHigh(),
        name.digestLow(),
        wanted.creatorID(),
        name.name());
  }

  private static final String FIND_PAIR =
      """
      SELECT id FROM conversations WHERE lower_id = ? AND higher_id = ?
      """;

  private static Creation lost(Session session, NewConversation wanted) throws SQLException {
    Optional<Creation> earlier = earlier(session, wanted);
    return earlier.isPresent()
        ? earlier.get()
        : new Creation.PairTaken(
            session.one(FIND_PAIR, row -> row.number("id"), wanted.lower(), wanted.higher()));
  }

  /// The private-chat of two users.
  public Optional<Long> privateChat(long userID, long otherID) {
    return database.first(
        FIND_PAIR, row -> row.number("id"), Math.min(userID, otherID), Math.max(userID, otherID));
  }

  private static long[] memberIDs(NewConversation wanted) {
    return wanted.members().stream().mapToLong(Long::longValue).toArray();
  }

  /// One statement, so that head and members belong to one snapshot.
  private static final String LOAD =
      """
      SELECT conversations.type, creator_id, owner_id, created_at, seq, announced,
        members.user_id, members.joined_at, members.change_seq, members.read_seq
      FROM conversations
      LEFT JOIN members ON members.conversation_id = conversations.id AND members.is_member
      WHERE conversations.id = ?
      ORDER BY members.change_seq, members.ordinal
      """;

  /// What the engine needs of a conversation, as far as it is archived; its members
  /// longest-standing first.
  public Optional<ConversationLoaded> load(long id) {
    List<Member> members = new ArrayList<>();
    List<ConversationLoaded> rows =
        database.list(
            LOAD,
            row -> {
              if (!row.isNull("user_id")) {
                members.add(member(row));
              }
              return loaded(id, row);
            },
            id);
    return rows.stream().findFirst().map(loaded -> loaded.with(members));
  }

  private static Member member(Row row) throws SQLException {
    return new Member(
        row.number("user_id"),
        row.millis("joined_at"),
        row.number("change_seq"),
        row.number("read_seq"));
  }

  private static ConversationLoaded loaded(long id, Row row) throws SQLException {
    return new ConversationLoaded(
        id,
        row.text("type"),
        row.number("creator_id"),
        row.number("owner_id"),
        row.millis("created_at"),
        row.number("seq"),
        row.truth("announced"),
        List.of());
  }

  private static final String UNANNOUNCED =
      """
      SELECT id FROM conversations WHERE NOT announced AND id > ? ORDER BY id LIMIT ?
      """;

  /// Conversations whose announcement is not archived yet, ascending by id.
  ///
  /// @param afterID only conversations with a higher id
  public List<Long> unannounced(long afterID, int limit) {
    return database.list(UNANNOUNCED, row -> row.number("id"), afterID, limit);
  }
}
