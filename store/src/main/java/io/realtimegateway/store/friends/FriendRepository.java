package io.realtimegateway.store.friends;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.users.User;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Table `friendships`: at most one row for two users, whoever sent the request. Lists are
/// ascending by the other user's id and paged by it: `after` is the last id of the previous page, 0
/// for the first page.
public final class FriendRepository {
  /// The friends of a user, which is both parameters: for statements that show whether a user is a
  /// friend.
  public static final String IDS =
      """
      SELECT target_id FROM friendships WHERE author_id = ? AND status = 'accepted'
      UNION ALL
      SELECT author_id FROM friendships WHERE target_id = ? AND status = 'accepted'
      """;

  private final Database database;

  public FriendRepository(Database database) {
    this.database = database;
  }

  private static final String FIELDS =
      """
      SELECT request.status, request.created_at,
        author.id AS author_id, author.display_name AS author_display_name, author.email AS author_email,
        author.display_image AS author_display_image, author.external_id AS author_external_id,
        author.is_system AS author_is_system, author.deleted_at AS author_deleted_at,
        author.created_at AS author_created_at,
        target.id AS target_id, target.display_name AS target_display_name, target.email AS target_email,
        target.display_image AS target_display_image, target.external_id AS target_external_id,
        target.is_system AS target_is_system, target.deleted_at AS target_deleted_at,
        target.created_at AS target_created_at
      """;

  /// One statement, so that a request that is accepted at once is still returned as it was created.
  private static final String ASK =
      """
      WITH request AS (
        INSERT INTO friendships (author_id, target_id) VALUES (?, ?)
        ON CONFLICT (lower_id, higher_id) DO NOTHING
        RETURNING author_id, target_id, status, created_at
      )
      """
          + FIELDS
          + """
          FROM request
          JOIN users AS author ON author.id = request.author_id
          JOIN users AS target ON target.id = request.target_id
          """;

  /// Creates a friend request, if the two users differ and both exist.
  ///
  /// @return empty if a request, in either direction, or a friendship already exists
  public Optional<FriendRequest> ask(long authorID, long targetID) {
    return database.first(ASK, FriendRequest::read, authorID, targetID);
  }

  private static final String ACCEPT =
      """
      UPDATE friendships SET status = 'accepted', accepted_at = now()
      WHERE author_id = ? AND target_id = ? AND status = 'pending'
      """;

  /// Accepts a pending request.
  ///
  /// @return false if no request of the author to the target is pending
  public boolean accept(long authorID, long targetID) {
    return database.update(ACCEPT, authorID, targetID) == 1;
  }

  private static final String WITHDRAW =
      """
      DELETE FROM friendships WHERE author_id = ? AND target_id = ? AND status = 'pending'
      """;

  /// Withdraws or declines a pending request.
  ///
  /// @return false if no request of the author to the target is pending
  public boolean withdraw(long authorID, long targetID) {
    return database.update(WITHDRAW, authorID, targetID) == 1;
  }

  private static final String END =
      """
      DELETE FROM friendships
      WHERE lower_id = least(?::bigint, ?::bigint) AND higher_id = greatest(?::bigint, ?::bigint) AND status = 'accepted'
      """;

  /// Ends a friendship.
  ///
  /// @return false if there is none
  public boolean end(long userID, long friendID) {
    return database.update(END, userID, friendID, userID, friendID) == 1;
  }

  private static final String FRIENDS =
      """
      SELECT users.* FROM (
        (SELECT target_id AS friend_id FROM friendships
         WHERE author_id = ? AND status = 'accepted' AND target_id > ? ORDER BY target_id LIMIT ?)
        UNION ALL
        (SELECT author_id FROM friendships
         WHERE target_id = ? AND status = 'accepted' AND author_id > ? ORDER BY author_id LIMIT ?)
        ORDER BY friend_id LIMIT ?
      ) AS friends JOIN users ON users.id = friend_id
      ORDER BY friend_id
      """;

  public List<User> friends(long userID, long after, int limit) {
    return database.list(FRIENDS, User::read, userID, after, limit, userID, after, limit, limit);
  }

  private static final String AMONG =
      """
      SELECT DISTINCT friend_id FROM (
        SELECT target_id AS friend_id FROM friendships
        WHERE author_id = ? AND status = 'accepted' AND target_id = ANY (?)
        UNION ALL
        SELECT author_id FROM friendships
        WHERE target_id = ? AND status = 'accepted' AND author_id = ANY (?)
      ) AS friends
      """;

  /// The users among these who are friends of a user, unordered.
  public List<Long> among(long userID, Collection<Long> ids) {
    long[] some = ids.stream().mapToLong(Long::longValue).toArray();
    return database.list(AMONG, row -> row.number("friend_id"), userID, some, userID, some);
  }

  private static final String REQUESTS =
      FIELDS
          + """
          FROM friendships AS request
          JOIN users AS author ON author.id = request.author_id
          JOIN users AS target ON target.id = request.target_id
          """;
  private static final String SENT =
      REQUESTS
          + """
          WHERE request.author_id = ? AND request.status = 'pending' AND request.target_id > ?
          ORDER BY request.target_id LIMIT ?
          """;

  /// Pending requests of a user.
  public List<FriendRequest> sent(long userID, long after, int limit) {
    return database.list(SENT, FriendRequest::read, userID, after, limit);
  }

  private static final String RECEIVED =
      REQUESTS
          + """
          WHERE request.target_id = ? AND request.status = 'pending' AND request.author_id > ?
          ORDER BY request.author_id LIMIT ?
          """;

  /// Pending requests to a user.
  public List<FriendRequest> received(long userID, long after, int limit) {
    return database.list(RECEIVED, FriendRequest::read, userID, after, limit);
  }

  private static final String PENDING =
      REQUESTS
          + """
          WHERE request.author_id = ? AND request.target_id = ? AND request.status = 'pending'
          """;

  /// The pending request from one to the other.
  public Optional<FriendRequest> pending(long authorID, long targetID) {
    return database.first(PENDING, FriendRequest::read, authorID, targetID);
  }
}
