package io.realtimegateway.store.logins;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.NameIndex;
import io.realtimegateway.store.Session;
import java.sql.SQLException;

/// Admits users with a token of the application's own issuer: checks `foreign_revocations`, then
/// writes `users` and `logins`.
public final class ForeignLoginRepository {
  private static final int LONGEST_NAME = 100;

  private final Database database;

  public ForeignLoginRepository(Database database) {
    this.database = database;
  }

  /// Creates the user and the login if they are new.
  public ForeignLoginResult admit(ForeignLogin login) {
    return database.transaction(session -> admit(session, login));
  }

  private static final String IS_REVOKED =
      """
      SELECT true AS is_revoked FROM foreign_revocations
      WHERE subject_hash = sha256(convert_to(?, 'UTF8')) AND issued_before > ?
      """;

  /// The lock orders this with a concurrent revocation: without it a token could recreate a user
  /// who is just being deleted.
  private static ForeignLoginResult admit(Session session, ForeignLogin login) throws SQLException {
    LoginRepository.lock(session, login.externalID());
    boolean isRevoked =
        session
            .first(IS_REVOKED, row -> row.truth("is_revoked"), login.externalID(), login.issuedAt())
            .isPresent();
    if (isRevoked) {
      return new ForeignLoginResult.Refused();
    }
    long userID = user(session, login);
    StoredLogin kept = login(session, login, userID);
    boolean isGood = kept.userID() == userID && kept.revokedAt() == null;
    return isGood ? new ForeignLoginResult.Admitted(userID) : new ForeignLoginResult.Refused();
  }

  private static final String PUT_USER =
      """
      INSERT INTO users (external_id, display_name, email, display_image) VALUES (?, ?, ?, ?)
      ON CONFLICT (external_id) DO UPDATE
        SET display_name = coalesce(?, users.display_name),
            email = CASE WHEN users.email_key IS NULL THEN coalesce(excluded.email, users.email) ELSE users.email END,
            display_image = coalesce(excluded.display_image, users.display_image)
      RETURNING id, display_name
      """;

  private record Named(long id, String displayName) {}

  /// A token's address is only shown and proves nothing, because many applications let users type
  /// it. An address that the application's backend set is kept.
  private static long user(Session session, ForeignLogin login) throws SQLException {
    Named user =
        session.one(
            PUT_USER,
            row -> new Named(row.number("id"), row.text("display_name")),
            login.externalID(),
            firstName(login),
            login.email(),
            login.displayImage(),
            login.displayName());
    NameIndex.keep(session, user.id(), user.displayName());
    return user.id();
  }

  private static String firstName(ForeignLogin login) {
    String name = login.displayName();
    if (name != null) {
      return name;
    }
    String id = login.externalID();
    int length = id.codePointCount(0, id.length());
    return length <= LONGEST_NAME ? id : id.substring(0, id.offsetByCodePoints(0, LONGEST_NAME));
  }

  private static final String PUT_LOGIN =
      """
      INSERT INTO logins (id, user_id, created_at, expires_at, user_agent) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET expires_at = greatest(logins.expires_at, excluded.expires_at)
      RETURNING *
      """;

  private static StoredLogin login(Session session, ForeignLogin login, long userID)
      throws SQLException {
    return session.one(
        PUT_LOGIN,
        StoredLogin::read,
        login.loginID(),
        userID,
        login.createdAt(),
        login.expiresAt(),
        login.userAgent());
  }
}
