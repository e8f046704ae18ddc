package io.realtimegateway.store.applications;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.Row;
import io.realtimegateway.store.Session;
import io.realtimegateway.store.archive.ShardPosition;
import io.realtimegateway.store.messages.ArchivedMessage;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What webhooks need from PostgreSQL: names of users, members of conversations, and the events
/// since a time, as far as they follow from the rows.
public final class WebhookHistory {
  private final Database database;

  public WebhookHistory(Database database) {
    this.database = database;
  }

  /// Rows of one snapshot, each list ascending by time and of at most the requested length.
  ///
  /// @param created messages by id, which contains the time of creation
  /// @param changed messages that were edited or deleted, by the time of the change
  /// @param members users who joined later or left, by the time of the change
  /// @param conversations announced conversations, by creation
  /// @param updated conversations by the last change of their name or metadata
  /// @param archived how far the archive reached in that snapshot
  public record Slice(
      List<ArchivedMessage> created,
      List<ArchivedMessage> changed,
      List<ChangedMember> members,
      List<CreatedConversation> conversations,
      List<UpdatedConversation> updated,
      List<ShardPosition> archived) {
    public Slice {
      created = List.copyOf(created);
      changed = List.copyOf(changed);
      members = List.copyOf(members);
      conversations = List.copyOf(conversations);
      updated = List.copyOf(updated);
      archived = List.copyOf(archived);
    }
  }

  /// A user who joined later or left.
  public record ChangedMember(
      long conversationID, long userID, boolean isMember, long changeSeq, Instant changedAt) {}

  /// A new conversation.
  ///
  /// @param members the first members, except those who have left since
  public record CreatedConversation(long id, Instant createdAt, List<Long> members) {
    public CreatedConversation {
      members = List.copyOf(members);
    }
  }

  /// A conversation whose name or metadata changed.
  ///
  /// @param updatedBy user id, 0 for the application
  /// @param metadata compact JSON object, null for none
  public record UpdatedConversation(
      long id,
      long updatedSeq,
      long updatedBy,
      Instant updatedAt,
      String groupName,
      @Nullable String metadata) {}

  private static final String ONE_MOMENT =
      """
      SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
      """;
  private static final String CREATED =
      """
      SELECT * FROM messages WHERE id >= ? ORDER BY id LIMIT ?
      """;
  private static final String CHANGED =
      """
      SELECT * FROM messages WHERE coalesce(deleted_at, updated_at) >= ?
      ORDER BY coalesce(deleted_at, updated_at) LIMIT ?
      """;
  private static final String MEMBERS =
      """
      SELECT conversation_id, user_id, is_member, change_seq, changed_at FROM members WHERE changed_at >= ?
      ORDER BY changed_at LIMIT ?
      """;
  private static final String CONVERSATIONS =
      """
      SELECT id, created_at, (SELECT array_agg(user_id::text ORDER BY ordinal) FROM members
        WHERE conversation_id = conversations.id AND changed_at IS NULL) AS members
      FROM conversations WHERE created_at >= ? AND announced
      ORDER BY created_at LIMIT ?
      """;
  private static final String UPDATED =
      """
      SELECT id, updated_seq, updated_by, updated_at, group_name, metadata FROM conversations WHERE updated_at >= ?
      ORDER BY updated_at LIMIT ?
      """;
  private static final String ARCHIVED =
      """
      SELECT * FROM shard_positions ORDER BY shard
      """;

  /// The changes since a time.
  ///
  /// @param lowestMessageID lowest message id of that time
  /// @param limit rows of each kind
  public Slice since(Instant time, long lowestMessageID, int limit) {
    return database.transaction(session -> slice(session, time, lowestMessageID, limit));
  }

  private static Slice slice(Session session, Instant time, long lowest, int limit)
      throws SQLException {
    session.update(ONE_MOMENT);
    return new Slice(
        session.list(CREATED, ArchivedMessage::read, lowest, limit),
        session.list(CHANGED, ArchivedMessage::read, time, limit),
        session.list(MEMBERS, WebhookHistory::member, time, limit),
        session.list(CONVERSATIONS, WebhookHistory::conversation, time, limit),
        session.list(UPDATED, WebhookHistory::updated, time, limit),
        session.list(ARCHIVED, ShardPosition::read));
  }

  private static ChangedMember member(Row row) throws SQLException {
    return new ChangedMember(
        row.number("conversation_id"),
        row.number("user_id"),
        row.truth("is_member"),
        row.number("change_seq"),
        row.time("changed_at"));
  }

  private static CreatedConversation conversation(Row row) throws SQLException {
    List<Long> members =
        row.texts("members")
            .map(texts -> Arrays.stream(texts).map(Long::valueOf).toList())
            .orElse(List.of());
    return new CreatedConversation(row.number("id"), row.time("created_at"), members);
  }

  private static UpdatedConversation updated(Row row) throws SQLException {
    return new UpdatedConversation(
        row.number("id"),
        row.number("updated_seq"),
        row.number("updated_by"),
        row.time("updated_at"),
        row.text("group_name"),
        row.textOrNull("metadata"));
  }

  /// A user with its id in the application.
  ///
  /// @param externalID null for a user that the application did not create
  public record Named(long userID, @Nullable String externalID) {}

  private static final String NAMES =
      """
      SELECT id AS user_id, external_id FROM users WHERE id = ANY (?)
      """;

  /// The users among these who exist.
  public List<Named> names(Collection<Long> users) {
    long[] ids = users.stream().mapToLong(Long::longValue).toArray();
    return database.list(NAMES, WebhookHistory::named, (Object) ids);
  }

  private static final String MEMBER_NAMES =
      """
      SELECT user_id, external_id FROM members JOIN users ON users.id = members.user_id
      WHERE conversation_id = ? AND is_member AND deleted_at IS NULL
      ORDER BY change_seq, ordinal
      """;

  /// The members of a conversation, in the order of joining.
  public List<Named> members(long conversationID) {
    return database.list(MEMBER_NAMES, WebhookHistory::named, conversationID);
  }

  private static Named named(Row row) throws SQLException {
    return new Named(row.number("user_id"), row.textOrNull("external_id"));
  }
}
