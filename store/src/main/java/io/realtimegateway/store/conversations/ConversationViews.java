package io.realtimegateway.store.conversations;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.Row;
import io.realtimegateway.store.friends.FriendRepository;
import io.realtimegateway.store.messages.ArchivedMessage;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Conversations and members as the API shows them. Two statements for a page, however long it is.
public final class ConversationViews {
  private final Database database;

  public ConversationViews(Database database) {
    this.database = database;
  }

  /// Counted up to 100 among the newest 2,000 messages, which bounds the cost of a member's own or
  /// deleted messages after the marker.
  private static final String UNREAD =
      """
      CROSS JOIN LATERAL (
        SELECT count(*) AS unread_count FROM (
          SELECT FROM (
            SELECT author_id, deleted_at FROM messages
            WHERE messages.conversation_id = conversation.id AND messages.seq > conversation.read_seq
            ORDER BY messages.seq DESC LIMIT 2000
          ) AS newest
          WHERE newest.author_id <> ? AND newest.deleted_at IS NULL
          LIMIT 100
        ) AS capped
      ) AS unread
      """;

  /// Reads the newest messages backward until one is not deleted.
  private static final String LAST_MESSAGE =
      """
      LEFT JOIN LATERAL (
        SELECT id AS last_id, conversation_id AS last_conversation_id, author_id AS last_author_id, seq AS last_seq,
          change_seq AS last_change_seq, created_at AS last_created_at, updated_at AS last_updated_at,
          deleted_at AS last_deleted_at, content AS last_content, metadata AS last_metadata,
          client_message_id AS last_client_message_id
        FROM messages WHERE messages.conversation_id = conversation.id AND messages.deleted_at IS NULL
        ORDER BY messages.seq DESC LIMIT 1
      ) AS last ON true
      """;

  /// The conversations of one user are found by the index of memberships and sorted here: an index
  /// by activity would need a write per member and message.
  private static final String PAGE =
      """
      SELECT conversation.*, unread_count, last.* FROM (
        SELECT conversations.*, members.read_seq
        FROM members JOIN conversations ON conversations.id = members.conversation_id
        WHERE members.user_id = ? AND members.is_member
          AND (conversations.last_activity_at, conversations.newest_message_id, conversations.id) < (?, ?, ?)
        ORDER BY conversations.last_activity_at DESC, conversations.newest_message_id DESC, conversations.id DESC
        LIMIT ?
      ) AS conversation
      """
          + UNREAD
          + LAST_MESSAGE
          + """
          ORDER BY conversation.last_activity_at DESC, conversation.newest_message_id DESC, conversation.id DESC
          """;

  /// Conversations of a user, newest activity first.
  ///
  /// @param after the last one of the previous page, [ActivityCursor#START] for the first page
  /// @param participants most participants of each conversation
  public List<ConversationView> page(
      long userID, ActivityCursor after, int limit, int participants) {
    List<ConversationView> page =
        database.list(
            PAGE,
            ConversationViews::view,
            userID,
            after.lastActivityAt(),
            after.newestMessageID(),
            after.conversationID(),
            limit,
            userID);
    return withParticipants(userID, page, participants);
  }

  private static final String ONE =
      """
      SELECT conversation.*, unread_count, last.* FROM (
        SELECT conversations.*, members.read_seq
        FROM members JOIN conversations ON conversations.id = members.conversation_id
        WHERE members.conversation_id = ? AND members.user_id = ? AND members.is_member
      ) AS conversation
      """
          + UNREAD
          + LAST_MESSAGE;

  /// One conversation of a user.
  ///
  /// @return empty if it does not exist or the user is not a member
  public Optional<ConversationView> one(long userID, long conversationID, int participants) {
    List<ConversationView> found =
        database.list(ONE, ConversationViews::view, conversationID, userID, userID);
    return withParticipants(userID, found, participants).stream().findFirst();
  }

  private static ConversationView view(Row row) throws SQLException {
    return new ConversationView(
        ArchivedConversation.read(row),
        row.number("read_seq"),
        row.count("unread_count"),
        row.isNull("last_id") ? Optional.empty() : Optional.of(ArchivedMessage.read(row, "last_")),
        List.of());
  }

  private static final String HEADS =
      """
      SELECT conversation.*, unread_count FROM (
        SELECT conversations.id, conversations.seq, conversations.last_activity_at, conversations.newest_message_id,
          members.read_seq
        FROM members JOIN conversations ON conversations.id = members.conversation_id
        WHERE members.user_id = ? AND members.is_member
          AND (conversations.last_activity_at, conversations.newest_message_id, conversations.id) < (?, ?, ?)
        ORDER BY conversations.last_activity_at DESC, conversations.newest_message_id DESC, conversations.id DESC
        LIMIT ?
      ) AS conversation
      """
          + UNREAD
          + """
          ORDER BY conversation.last_activity_at DESC, conversation.newest_message_id DESC, conversation.id DESC
          """;

  /// The heads of a user's conversations, in the order of [#page].
  public List<ConversationHead> heads(long userID, ActivityCursor after, int limit) {
    return database.list(
        HEADS,
        ConversationHead::read,
        userID,
        after.lastActivityAt(),
        after.newestMessageID(),
        after.conversationID(),
        limit,
        userID);
  }

  private static final String FIRST_PARTICIPANTS =
      """
      SELECT member.*, users.*, users.id IN (
      """
          + FriendRepository.IDS
          + """
          ) AS is_friend
          FROM unnest(?::bigint[]) AS wanted (id)
          CROSS JOIN LATERAL (
            SELECT conversation_id, user_id, joined_at, change_seq, ordinal FROM members
            WHERE conversation_id = wanted.id AND is_member
            ORDER BY change_seq, ordinal LIMIT ?
          ) AS member
          JOIN users ON users.id = member.user_id
          ORDER BY member.conversation_id, member.change_seq, member.ordinal
          """;

  /// The earliest members of each of these conversations.
  private Map<Long, List<Participant>> firstParticipants(
      long viewerID, List<Long> conversationIDs, int limit) {
    long[] ids = conversationIDs.stream().mapToLong(Long::longValue).toArray();
    return database
        .list(FIRST_PARTICIPANTS, Participant::read, viewerID, viewerID, ids, limit)
        .stream()
        .collect(Collectors.groupingBy(Participant::conversationID));
  }

  private List<ConversationView> withParticipants(
      long viewerID, List<ConversationView> page, int limit) {
    if (page.isEmpty() || limit == 0) {
      return page;
    }
    List<Long> ids = page.stream().map(view -> view.conversation().id()).toList();
    Map<Long, List<Participant>> participants = firstParticipants(viewerID, ids, limit);
    return page.stream()
        .map(view -> view.with(participants.getOrDefault(view.conversation().id(), List.of())))
        .toList();
  }

  private static final String PARTICIPANTS =
      """
      SELECT member.*, users.*, users.id IN (
      """
          + FriendRepository.IDS
          + """
          ) AS is_friend
          FROM (
            SELECT conversation_id, user_id, joined_at, change_seq, ordinal FROM members
            WHERE conversation_id = ? AND is_member AND (change_seq, ordinal) > (?, ?)
            ORDER BY change_seq, ordinal LIMIT ?
          ) AS member
          JOIN users ON users.id = member.user_id
          ORDER BY member.change_seq, member.ordinal
          """;

  /// Members of a conversation, in the order of joining.
  ///
  /// @param viewerID the requesting user
  /// @param after the last one of the previous page, [Participant.Place#START] for the first page
  public List<Participant> participants(
      long viewerID, long conversationID, Participant.Place after, int limit) {
    return database.list(
        PARTICIPANTS,
        Participant::read,
        viewerID,
        viewerID,
        conversationID,
        after.changeSeq(),
        after.ordinal(),
        limit);
  }

  private static final String MEMBERSHIP =
      """
      SELECT FROM members WHERE conversation_id = ? AND user_id = ? AND is_member
      """;

  /// Whether the archive has this user as a member.
  public boolean isMember(long conversationID, long userID) {
    return database.first(MEMBERSHIP, row -> userID, conversationID, userID).isPresent();
  }

  private static final String STRANGERS =
      """
      SELECT wanted.id FROM unnest(?::bigint[]) WITH ORDINALITY AS wanted (id, place)
      WHERE NOT EXISTS (
        SELECT FROM members WHERE conversation_id = ? AND user_id = wanted.id AND is_member)
      ORDER BY place
      """;

  /// The users among these who are not members, in the given order.
  public List<Long> strangers(long conversationID, Collection<Long> ids) {
    return database.list(
        STRANGERS,
        row -> row.number("id"),
        ids.stream().mapToLong(Long::longValue).toArray(),
        conversationID);
  }

  private static final String WITH_MEMBERSHIPS =
      """
      SELECT wanted.id FROM unnest(?::bigint[]) AS wanted (id)
      WHERE ? <= (
        SELECT count(*) FROM (
          SELECT FROM members WHERE members.user_id = wanted.id AND is_member LIMIT ?
        ) AS counted
      )
      """;

  /// The users among these who are members of at least this many conversations.
  public List<Long> withMemberships(List<Long> userIDs, int least) {
    long[] ids = userIDs.stream().mapToLong(Long::longValue).toArray();
    return database.list(WITH_MEMBERSHIPS, row -> row.number("id"), ids, least, least);
  }

  private static final String OF_USER =
      """
      SELECT conversation_id FROM members
      WHERE user_id = ? AND is_member AND conversation_id > ? ORDER BY conversation_id LIMIT ?
      """;

  /// Ids of a user's conversations, ascending.
  ///
  /// @param after the last one of the previous page, 0 for the first page
  public List<Long> ofUser(long userID, long after, int limit) {
    return database.list(OF_USER, row -> row.number("conversation_id"), userID, after, limit);
  }
}
