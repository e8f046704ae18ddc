package io.realtimegateway.store.users;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.DatabaseException;
import io.realtimegateway.store.NameIndex;
import io.realtimegateway.store.Session;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Table `users` with `identities`. Deleted users are not found unless a method says so.
public final class UserRepository {
  private static final String EMAIL_KEY = "users_email_key_key";

  private final Database database;

  public UserRepository(Database database) {
    this.database = database;
  }

  private static final String FIND =
      """
      SELECT * FROM users WHERE id = ? AND deleted_at IS NULL
      """;

  public Optional<User> find(long id) {
    return database.first(FIND, User::read, id);
  }

  private static final String FIND_ALL =
      """
      SELECT * FROM users WHERE id = ANY (?) ORDER BY id
      """;

  /// The existing users among these, ascending by id, including deleted ones.
  public List<User> findAll(Collection<Long> ids) {
    return database.list(FIND_ALL, User::read, (Object) numbers(ids));
  }

  private static final String FIND_BY_EMAIL =
      """
      SELECT * FROM users WHERE email_key = ?
      """;

  public Optional<User> findByEmail(String email) {
    return database.first(FIND_BY_EMAIL, User::read, Profile.emailKey(email));
  }

  private static final String FIND_BY_EXTERNAL_IDS =
      """
      SELECT * FROM users WHERE external_id = ANY (?) ORDER BY id
      """;

  public Optional<User> findByExternalID(String externalID) {
    return findByExternalIDs(List.of(externalID)).stream().findFirst();
  }

  /// The existing users among these.
  public List<User> findByExternalIDs(Collection<String> externalIDs) {
    return database.list(
        FIND_BY_EXTERNAL_IDS, User::read, (Object) externalIDs.toArray(String[]::new));
  }

  private static final String UNKNOWN =
      """
      SELECT wanted.id FROM unnest(?::bigint[]) WITH ORDINALITY AS wanted (id, place)
      WHERE NOT EXISTS (SELECT FROM users WHERE users.id = wanted.id AND deleted_at IS NULL AND NOT is_system)
      ORDER BY place
      """;

  /// The ids among these that cannot be added to a conversation, because the user does not exist,
  /// is deleted or is the system user; in the given order.
  public List<Long> unknown(Collection<Long> ids) {
    return database.list(UNKNOWN, row -> row.number("id"), (Object) numbers(ids));
  }

  private static final String SIGN_IN_BY_EMAIL =
      """
      INSERT INTO users (display_name, email, email_key, display_image) VALUES (?, ?, ?, ?)
      ON CONFLICT (email_key) DO UPDATE
        SET display_name = excluded.display_name,
            display_image = coalesce(excluded.display_image, users.display_image)
      RETURNING *
      """;

  /// The user with this e-mail address, created if there is none, without any proof of the address;
  /// an existing profile is kept.
  public User signIn(Profile profile) {
    return database.transaction(
        session ->
            indexed(
                session,
                session.one(
                    SIGN_IN_BY_EMAIL,
                    User::read,
                    profile.displayName(),
                    profile.email(),
                    profile.emailKey(),
                    profile.displayImage())));
  }

  private static User indexed(Session session, User user) throws SQLException {
    NameIndex.keep(session, user.id(), user.displayName());
    return user;
  }

  private static final String LOCK_IDENTITY =
      """
      SELECT pg_advisory_xact_lock(hashtextextended(?, 0)) IS NULL AS locked
      """;
  private static final String FIND_BY_IDENTITY =
      """
      SELECT users.* FROM identities JOIN users ON users.id = identities.user_id
      WHERE issuer = ? AND subject = ? AND deleted_at IS NULL
      """;
  private static final String ADD_USER =
      """
      INSERT INTO users (display_name, email, email_key, display_image) VALUES (?, ?, ?, ?)
      ON CONFLICT (email_key) DO NOTHING
      RETURNING *
      """;
  private static final String FIND_TO_LINK =
      """
      SELECT *, external_id IS NOT NULL OR EXISTS (SELECT FROM identities WHERE user_id = users.id) AS is_proven
      FROM users WHERE email_key = ? AND deleted_at IS NULL
      FOR UPDATE OF users
      """;
  private static final String ADD_IDENTITY =
      """
      INSERT INTO identities (issuer, subject, user_id) VALUES (?, ?, ?)
      ON CONFLICT (user_id, issuer) DO NOTHING
      """;
  private static final String KEEP_PROFILE =
      """
      UPDATE users SET display_name = ?, display_image = coalesce(?, display_image)
      WHERE id = ? AND deleted_at IS NULL
      RETURNING *
      """;

  /// The user of an identity, created at its first sign-in. An address is not an identity:
  /// providers may assign it to another person later.
  ///
  /// @param profile with the address that the provider has verified
  /// @param isLinking whether a new identity is linked to the account with its address; never to
  ///   one that has an identity of the same issuer, because that is another person
  public ProviderSignIn signIn(Identity identity, Profile profile, boolean isLinking) {
    return database.transaction(
        session -> {
          session.list(
              LOCK_IDENTITY,
              row -> row.truth("locked"),
              identity.issuer() + ' ' + identity.subject());
          Optional<User> known =
              session.first(FIND_BY_IDENTITY, User::read, identity.issuer(), identity.subject());
          if (known.isPresent()) {
            Optional<User> kept = keepProfile(session, known.get().id(), profile);
            if (kept.isPresent()) {
              return new ProviderSignIn.SignedIn(kept.get());
            }
          }
          Optional<User> made = add(session, identity, profile);
          if (made.isPresent()) {
            return new ProviderSignIn.SignedIn(made.get());
          }
          return isLinking ? link(session, identity, profile) : new ProviderSignIn.EmailTaken();
        });
  }

  /// Empty if the user was erased since it was found.
  private static Optional<User> keepProfile(Session session, long id, Profile profile)
      throws SQLException {
    Optional<User> kept =
        session.first(KEEP_PROFILE, User::read, profile.displayName(), profile.displayImage(), id);
    if (kept.isPresent()) {
      indexed(session, kept.get());
    }
    return kept;
  }

  private static Optional<User> add(Session session, Identity identity, Profile profile)
      throws SQLException {
    Optional<User> made =
        session.first(
            ADD_USER,
            User::read,
            profile.displayName(),
            profile.email(),
            profile.emailKey(),
            profile.displayImage());
    if (made.isPresent()) {
      indexed(session, made.get());
      session.update(ADD_IDENTITY, identity.issuer(), identity.subject(), made.get().id());
    }
    return made;
  }

  private record Candidate(User user, boolean isProven) {}

  private static ProviderSignIn link(Session session, Identity identity, Profile profile)
      throws SQLException {
    Optional<Candidate> found =
        session.first(
            FIND_TO_LINK,
            row -> new Candidate(User.read(row), row.truth("is_proven")),
            profile.emailKey());
    if (found.isEmpty()) {
      return new ProviderSignIn.EmailTaken();
    }
    long id = found.get().user().id();
    if (session.update(ADD_IDENTITY, identity.issuer(), identity.subject(), id) == 0) {
      return new ProviderSignIn.EmailTaken();
    }
    User user = keepProfile(session, id, profile).orElseThrow();
    return new ProviderSignIn.Linked(user, found.get().isProven());
  }

  private static final String PUT_EXTERNAL =
      """
      INSERT INTO users (external_id, display_name, email, email_key, display_image) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (external_id) DO UPDATE
        SET display_name = excluded.display_name,
            email = excluded.email,
            email_key = excluded.email_key,
            display_image = excluded.display_image
      RETURNING *, xmax = 0 AS is_new,
      """
          + ProfileUpdate.IS_SAME;

  /// Creates an application's user, or updates it to this state.
  public ExternalUpsert putExternal(String externalID, Profile profile) {
    try {
      return database.transaction(session -> putExternal(session, externalID, profile));
    } catch (DatabaseException refused) {
      if (refused.isConflictOn(EMAIL_KEY)) {
        return new ExternalUpsert.EmailTaken();
      }
      throw refused;
    }
  }

  private static ExternalUpsert putExternal(Session session, String externalID, Profile profile)
      throws SQLException {
    ExternalUpsert put =
        session.one(
            PUT_EXTERNAL,
            row ->
                row.truth("is_new")
                    ? new ExternalUpsert.Created(User.read(row))
                    : new ExternalUpsert.Updated(ProfileUpdate.read(row)),
            externalID,
            profile.displayName(),
            profile.email(),
            profile.emailKey(),
            profile.displayImage());
    switch (put) {
      case ExternalUpsert.Created created -> indexed(session, created.user());
      case ExternalUpsert.Updated updated -> indexed(session, updated.update().user());
      case ExternalUpsert.EmailTaken _ -> throw new IllegalStateException("nothing was written");
    }
    return put;
  }

  private static final String UPDATE_PROFILE =
      """
      UPDATE users SET display_name = coalesce(?, display_name),
        display_image = CASE WHEN ? THEN ? ELSE display_image END
      WHERE id = ? AND deleted_at IS NULL
      RETURNING *,
      """
          + ProfileUpdate.IS_SAME;

  /// Changes the name or picture of a user.
  ///
  /// @param displayName null keeps the name
  /// @param isImageGiven whether the picture changes
  /// @param displayImage null for none
  /// @return empty if there is no such user
  public Optional<ProfileUpdate> update(
      long id, @Nullable String displayName, boolean isImageGiven, @Nullable String displayImage) {
    return database.transaction(
        session -> {
          Optional<ProfileUpdate> update =
              session.first(
                  UPDATE_PROFILE, ProfileUpdate::read, displayName, isImageGiven, displayImage, id);
          if (update.isPresent()) {
            indexed(session, update.get().user());
          }
          return update;
        });
  }

  private static final String PUT_SYSTEM =
      """
      INSERT INTO users (display_name, is_system) VALUES (?, true)
      ON CONFLICT (is_system) WHERE is_system DO UPDATE SET display_name = excluded.display_name
      RETURNING *
      """;

  /// The system user, under which the application writes; created if there is none.
  public User system(String displayName) {
    return database.transaction(
        session -> indexed(session, session.one(PUT_SYSTEM, User::read, displayName)));
  }

  private static final String ERASE_USER =
      """
      UPDATE users
      SET display_name = '', email = NULL, email_key = NULL, display_image = NULL, external_id = NULL, deleted_at = now()
      WHERE id = ? AND deleted_at IS NULL
      """;
  private static final String ERASE_IDENTITIES =
      """
      DELETE FROM identities WHERE user_id = ?
      """;
  private static final String ERASE_FRIENDS =
      """
      DELETE FROM friendships WHERE author_id = ? OR target_id = ?
      """;

  /// Erases personal data; the row is kept for the messages. The caller must have ended logins and
  /// memberships before. The row is written first: a concurrent transaction that adds an identity
  /// waits, and then finds the user erased.
  ///
  /// @return false if there is no such user
  public boolean erase(long id) {
    return database.transaction(
        session -> {
          boolean isErased = session.update(ERASE_USER, id) == 1;
          session.update(ERASE_IDENTITIES, id);
          session.update(ERASE_FRIENDS, id, id);
          NameIndex.keep(session, id, "");
          return isErased;
        });
  }

  private static long[] numbers(Collection<Long> ids) {
    return ids.stream().mapToLong(Long::longValue).toArray();
  }
}
