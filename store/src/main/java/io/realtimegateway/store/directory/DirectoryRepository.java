package io.realtimegateway.store.directory;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.friends.FriendRepository;
import io.realtimegateway.store.names.NameWords;
import io.realtimegateway.store.users.Profile;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Users as others see them. Erased users are never found.
public final class DirectoryRepository {
  /// By code point, the order in which the database compares folded names.
  private static final Comparator<DirectoryUser> BY_NAME =
      Comparator.comparing(
              (DirectoryUser found) ->
                  NameWords.folded(found.user().displayName()).codePoints().toArray(),
              Arrays::compare)
          .thenComparingLong(found -> found.user().id());

  private final Database database;

  public DirectoryRepository(Database database) {
    this.database = database;
  }

  /// Visible to a user are itself, friends, both sides of a pending request, all users who were
  /// members of a conversation at the same time, and the authors of existing messages in its
  /// conversations.
  private static final String VISIBLE =
      """
      SELECT users.*, users.id IN (
      """
          + FriendRepository.IDS
          + """
          ) AS is_friend
          FROM users
          WHERE users.id = ANY (?) AND users.deleted_at IS NULL AND (
            users.id = ?
            OR EXISTS (
              SELECT FROM friendships
              WHERE lower_id = least(users.id, ?::bigint) AND higher_id = greatest(users.id, ?::bigint))
            OR EXISTS (
              SELECT FROM memberships AS own
              JOIN memberships AS other ON other.conversation_id = own.conversation_id
              WHERE own.user_id = ? AND other.user_id = users.id
                AND own.joined_seq <= other.left_seq AND other.joined_seq <= own.left_seq)
            OR EXISTS (
              SELECT FROM members AS own
              JOIN messages ON messages.conversation_id = own.conversation_id
              WHERE own.user_id = ? AND own.is_member
                AND messages.author_id = users.id AND messages.deleted_at IS NULL)
          )
          """;

  /// The users among these that a user may see, unordered.
  public List<DirectoryUser> visible(long viewerID, Collection<Long> ids) {
    return database.list(
        VISIBLE,
        DirectoryUser::read,
        viewerID,
        viewerID,
        ids.stream().mapToLong(Long::longValue).toArray(),
        viewerID,
        viewerID,
        viewerID,
        viewerID,
        viewerID);
  }

  private static final String NAMED =
      """
      SELECT users.*, users.id IN (
      """
          + FriendRepository.IDS
          + """
          ) AS is_friend
          FROM users
          WHERE users.external_id = ANY (?) AND users.deleted_at IS NULL
          """;

  /// Users by external ids, unordered, whether the viewer may see them or not.
  public List<DirectoryUser> named(long viewerID, Collection<String> externalIDs) {
    return database.list(
        NAMED,
        DirectoryUser::read,
        viewerID,
        viewerID,
        (Object) externalIDs.toArray(String[]::new));
  }

  /// The application's system user has no words, address or external id. Matches by address or
  /// external id may exceed the limit by two.
  private static final String FOUND =
      """
      SELECT users.*, users.id IN (
      """
          + FriendRepository.IDS
          + """
          ) AS is_friend
          FROM (
            (SELECT user_id FROM (
              SELECT DISTINCT name, user_id FROM name_words WHERE rest >= ? AND rest < ?
              ORDER BY name, user_id LIMIT ?
            ) AS named)
            UNION
            (SELECT id FROM users WHERE email_key = ?)
            UNION
            (SELECT id FROM users WHERE external_id = ?)
          ) AS found
          JOIN users ON users.id = found.user_id
          WHERE users.deleted_at IS NULL AND NOT users.is_system
          """;

  /// Users with a word of the display name that begins with the text, whose e-mail address it is,
  /// ignoring case, or whose external id it is; by name, then id.
  ///
  /// @param text with at least one visible character
  public List<DirectoryUser> found(long viewerID, String text, int limit) {
    String folded = NameWords.folded(text);
    return database
        .list(
            FOUND,
            DirectoryUser::read,
            viewerID,
            viewerID,
            folded,
            NameWords.endOf(folded),
            limit,
            Profile.emailKey(text.strip()),
            text)
        .stream()
        .sorted(BY_NAME)
        .limit(limit)
        .toList();
  }
}
