package io.realtimegateway.store.logins;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Tables `logins`, `revocations` and `foreign_revocations`.
public final class LoginRepository {
  /// Upper bound of the time from a revocation's time stamp to its commit.
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  /// No login or token is accepted for longer than a year after it was issued; plus a day for clock
  /// differences.
  private static final Duration LONGEST_LIFE = Duration.ofDays(366);

  /// Most rows that one statement deletes.
  private static final int PRUNED_AT_ONCE = 5_000;

  private final Database database;

  public LoginRepository(Database database) {
    this.database = database;
  }

  private static final String CREATE =
      """
      INSERT INTO logins (id, user_id, created_at, expires_at, user_agent)
      SELECT ?, id, ?, ?, ? FROM users WHERE id = ? AND deleted_at IS NULL FOR SHARE
      """;

  /// Stores a new login. The lock orders this with an erasure of the user, so that no login of an
  /// erased user remains.
  ///
  /// @return false if the user was erased
  public boolean create(StoredLogin login) {
    return database.update(
            CREATE,
            login.id(),
            login.createdAt(),
            login.expiresAt(),
            login.userAgent(),
            login.userID())
        == 1;
  }

  private static final String FIND =
      """
      SELECT * FROM logins WHERE id = ?
      """;

  /// A login, revoked or not.
  public Optional<StoredLogin> find(String id) {
    return database.first(FIND, StoredLogin::read, id);
  }

  private static final String GOOD =
      """
      SELECT * FROM logins
      WHERE user_id = ? AND created_at <= ? AND (created_at < ? OR id > ?) AND revoked_at IS NULL AND expires_at > ?
      ORDER BY created_at DESC, id LIMIT ?
      """;

  /// The valid logins of a user, newest first.
  ///
  /// @param after the last one of the previous page, [LoginCursor#START] for the first page
  public List<StoredLogin> good(long userID, LoginCursor after, Instant now, int limit) {
    return database.list(
        GOOD,
        StoredLogin::read,
        userID,
        after.createdAt(),
        after.createdAt(),
        after.id(),
        now,
        limit);
  }

  private static final String REVOKE =
      """
      UPDATE logins SET revoked_at = ? WHERE id = ? AND user_id = ? AND revoked_at IS NULL RETURNING *
      """;
  private static final String INSERT_REVOCATION =
      """
      INSERT INTO revocations (user_id, login_id, issued_before, kept_until) VALUES (?, ?, ?, ?)
      """;

  /// Revokes one login of a user.
  ///
  /// @return the revocation for the engines, or empty if the login is unknown, another user's or
  ///   already ended
  public Optional<Revocation> revoke(long userID, String loginID, Instant now) {
    return database.transaction(
        session -> {
          Optional<Revocation> revocation =
              session
                  .first(REVOKE, StoredLogin::read, now, loginID, userID)
                  .map(login -> new Revocation(userID, loginID, now, login.expiresAt()));
          if (revocation.isPresent()) {
            record(session, revocation.get());
          }
          return revocation;
        });
  }

  private static final String REVOKE_ALL =
      """
      WITH ended AS (
        UPDATE logins SET revoked_at = ? WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ?
        RETURNING expires_at
      )
      SELECT coalesce(max(expires_at), ?) AS last_end FROM ended
      """;

  private static final String EXTERNAL_ID =
      """
      SELECT external_id FROM users WHERE id = ? AND external_id IS NOT NULL
      """;

  /// Revokes all logins of a user that were issued before a time, also those of a foreign issuer.
  ///
  /// @param keptUntil the revocation is kept at least until then, and until the last of the logins
  ///   would have expired: they may have been issued with a longer lifetime
  public Revocation revokeAll(long userID, Instant issuedBefore, Instant keptUntil) {
    return database.transaction(
        session -> {
          Optional<String> externalID =
              session.first(EXTERNAL_ID, row -> row.text("external_id"), userID);
          if (externalID.isPresent()) {
            revokeForeign(session, externalID.get(), issuedBefore);
          }
          Instant lastEnd =
              session.one(
                  REVOKE_ALL,
                  row -> row.time("last_end"),
                  issuedBefore,
                  userID,
                  issuedBefore,
                  keptUntil);
          Revocation revocation =
              new Revocation(
                  userID,
                  null,
                  issuedBefore,
                  later(keptUntil, earlier(lastEnd, issuedBefore.plus(LONGEST_LIFE))));
          record(session, revocation);
          return revocation;
        });
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static void record(Session session, Revocation revocation) throws SQLException {
    session.update(
        INSERT_REVOCATION,
        revocation.userID(),
        revocation.loginID(),
        revocation.issuedBefore(),
        revocation.keptUntil());
  }

  private static final String NOW =
      """
      SELECT clock_timestamp() AS now
      """;
  private static final String REVOKED_SINCE =
      """
      SELECT * FROM revocations WHERE revoked_at > ? AND kept_until > now() ORDER BY revoked_at
      """;

  /// Revocations since an earlier read. Those of the last minute are returned again each time,
  /// because commits are not in the order of their time stamps: the reader skips those it knows.
  ///
  /// @param since `upTo` of the previous read, or `Instant.EPOCH` for all that still matter
  public RecentRevocations revokedSince(Instant since) {
    return database.transaction(
        session -> {
          Instant now = session.one(NOW, row -> row.time("now"));
          Instant from = since.equals(Instant.EPOCH) ? since : since.minus(OVERLAP);
          return new RecentRevocations(now, session.list(REVOKED_SINCE, Revocation::read, from));
        });
  }

  private static final String REVOKE_FOREIGN =
      """
      INSERT INTO foreign_revocations (subject_hash, issued_before, kept_until)
      VALUES (sha256(convert_to(?, 'UTF8')), ?, ?)
      ON CONFLICT (subject_hash) DO UPDATE
        SET issued_before = greatest(foreign_revocations.issued_before, excluded.issued_before),
            kept_until = greatest(foreign_revocations.kept_until, excluded.kept_until)
      """;

  /// Refuses tokens of the application's own issuer for this subject that were issued before a
  /// time. Must be called before the user is erased, so that a user who is admitted in between is
  /// erased too.
  public void revokeForeign(String externalID, Instant issuedBefore) {
    database.transaction(session -> revokeForeign(session, externalID, issuedBefore));
  }

  private static int revokeForeign(Session session, String externalID, Instant issuedBefore)
      throws SQLException {
    lock(session, externalID);
    return session.update(
        REVOKE_FOREIGN, externalID, issuedBefore, issuedBefore.plus(LONGEST_LIFE));
  }

  private static final String LOCK =
      """
      SELECT pg_advisory_xact_lock(hashtextextended(?, 1)) IS NULL AS locked
      """;

  /// Locks the subject: no other transaction admits or revokes it until this one ends.
  static void lock(Session session, String externalID) throws SQLException {
    session.one(LOCK, row -> row.truth("locked"), externalID);
  }

  private static final String FOREIGN =
      """
      SELECT issued_before FROM foreign_revocations WHERE subject_hash = sha256(convert_to(?, 'UTF8'))
      """;

  /// The time before which tokens of this subject are refused, if any are.
  public Optional<Instant> foreignIssuedBefore(String externalID) {
    return database.first(FOREIGN, row -> row.time("issued_before"), externalID);
  }

  private static final String PRUNE_LOGINS =
      """
      DELETE FROM logins WHERE id IN (SELECT id FROM logins WHERE expires_at < ? LIMIT ?)
      """;
  private static final String PRUNE_REVOCATIONS =
      """
      DELETE FROM revocations WHERE id IN (SELECT id FROM revocations WHERE kept_until < ? LIMIT ?)
      """;
  private static final String PRUNE_FOREIGN =
      """
      DELETE FROM foreign_revocations
      WHERE subject_hash IN (SELECT subject_hash FROM foreign_revocations WHERE kept_until < ? LIMIT ?)
      """;

  /// Deletes rows that ended before a time, at most a few thousand; must be called regularly.
  ///
  /// @return number of deleted rows
  public int prune(Instant endedBefore) {
    return database.update(PRUNE_LOGINS, endedBefore, PRUNED_AT_ONCE)
        + database.update(PRUNE_REVOCATIONS, endedBefore, PRUNED_AT_ONCE)
        + database.update(PRUNE_FOREIGN, endedBefore, PRUNED_AT_ONCE);
  }
}
