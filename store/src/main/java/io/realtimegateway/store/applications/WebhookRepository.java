package io.realtimegateway.store.applications;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Tables `webhooks` and `webhook_positions`.
public final class WebhookRepository {
  private final Database database;

  public WebhookRepository(Database database) {
    this.database = database;
  }

  /// Prevents two concurrent creations from both taking the last allowed place.
  private static final String LOCK =
      """
      LOCK TABLE webhooks IN SHARE ROW EXCLUSIVE MODE
      """;

  private static final String CREATE =
      """
      INSERT INTO webhooks (url, event_types, is_enabled, secret)
      SELECT ?, ?::text[], ?, ? WHERE (SELECT count(*) FROM webhooks) < ?
      RETURNING *
      """;
  private static final String BEGIN =
      """
      INSERT INTO webhook_positions (webhook_id, shard, epoch, "index")
      SELECT ?, shard, epoch, "index" FROM shard_positions
      ON CONFLICT (webhook_id, shard) DO NOTHING
      """;

  /// Adds an endpoint, which receives the events archived from now on.
  ///
  /// @param eventTypes empty for all
  /// @param most most endpoints that may exist
  /// @return empty if that many exist already
  public Optional<Webhook> create(
      String url, List<String> eventTypes, boolean isEnabled, String secret, int most) {
    return database.transaction(
        session -> {
          session.update(LOCK);
          Optional<Webhook> made =
              session.first(
                  CREATE, Webhook::read, url, orNull(eventTypes), isEnabled, secret, most);
          if (made.isPresent()) {
            session.update(BEGIN, made.get().id());
          }
          return made;
        });
  }

  private static final String FIND =
      """
      SELECT * FROM webhooks WHERE id = ?
      """;

  public Optional<Webhook> find(long id) {
    return database.first(FIND, Webhook::read, id);
  }

  private static final String LIST =
      """
      SELECT * FROM webhooks WHERE id > ? ORDER BY id LIMIT ?
      """;

  /// All endpoints, by id.
  ///
  /// @param after the last id of the previous page, 0 for the first page
  public List<Webhook> list(long after, int limit) {
    return database.list(LIST, Webhook::read, after, limit);
  }

  private static final String ENABLED =
      """
      SELECT * FROM webhooks WHERE is_enabled ORDER BY id
      """;

  /// The enabled endpoints.
  public List<Webhook> enabled() {
    return database.list(ENABLED, Webhook::read);
  }

  private static final String UPDATE =
      """
      UPDATE webhooks SET
        failing_since = CASE WHEN (wanted.is_enabled AND NOT webhooks.is_enabled) OR wanted.url <> webhooks.url
          THEN NULL ELSE failing_since END,
        disabled_why = CASE WHEN wanted.is_enabled THEN NULL ELSE disabled_why END,
        url = coalesce(wanted.url, webhooks.url),
        event_types = coalesce(wanted.event_types, webhooks.event_types),
        is_enabled = coalesce(wanted.is_enabled, webhooks.is_enabled)
      FROM (SELECT ?::text, ?::text[], ?::boolean) AS wanted (url, event_types, is_enabled)
      WHERE id = ? RETURNING webhooks.*
      """;

  /// Changes what is not null. An endpoint that is enabled again, or gets another URL, counts as
  /// not failing and continues from its position.
  public Optional<Webhook> update(
      long id,
      @Nullable String url,
      @Nullable List<String> eventTypes,
      @Nullable Boolean isEnabled) {
    return database.first(
        UPDATE,
        Webhook::read,
        url,
        eventTypes == null ? null : eventTypes.toArray(String[]::new),
        isEnabled,
        id);
  }

  private static final String DELETE =
      """
      DELETE FROM webhooks WHERE id = ?
      """;

  public boolean delete(long id) {
    return database.update(DELETE, id) == 1;
  }

  private static final String FAILING =
      """
      UPDATE webhooks SET failing_since = coalesce(failing_since, ?) WHERE id = ?
      """;

  /// Stores since when an endpoint fails.
  public void failing(long id, Instant since) {
    database.update(FAILING, since, id);
  }

  private static final String WORKING =
      """
      UPDATE webhooks SET failing_since = NULL WHERE id = ? AND failing_since IS NOT NULL
      """;

  public void working(long id) {
    database.update(WORKING, id);
  }

  private static final String SWITCH_OFF =
      """
      UPDATE webhooks SET is_enabled = false, disabled_why = ? WHERE id = ? AND url = ? AND is_enabled
      """;

  /// Disables an endpoint, unless its URL has changed.
  public void switchOff(long id, String url, String why) {
    database.update(SWITCH_OFF, why, id, url);
  }

  private static final String POSITIONS =
      """
      SELECT shard, epoch, "index", told_at FROM webhook_positions WHERE webhook_id = ? ORDER BY shard
      """;

  /// The positions of an endpoint in all shards; a missing one begins now.
  public List<WebhookPosition> positions(long id) {
    return database.transaction(session -> positions(session, id));
  }

  private static List<WebhookPosition> positions(Session session, long id) throws SQLException {
    session.update(BEGIN, id);
    return session.list(
        POSITIONS,
        row ->
            new WebhookPosition(
                row.count("shard"), row.number("epoch"), row.number("index"), row.time("told_at")),
        id);
  }

  private static final String ADVANCE =
      """
      UPDATE webhook_positions SET epoch = moved.epoch, "index" = moved.index, told_at = from_millis(moved.at)
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) AS moved (shard, epoch, index, at)
      WHERE webhook_id = ? AND webhook_positions.shard = moved.shard
        AND webhook_positions."index" <= moved.index
      """;

  /// Moves an endpoint's positions, never back.
  public void advance(long id, List<WebhookPosition> positions) {
    database.update(
        ADVANCE,
        numbers(positions, WebhookPosition::shard),
        numbers(positions, WebhookPosition::epoch),
        numbers(positions, WebhookPosition::index),
        numbers(positions, position -> position.deliveredAt().toEpochMilli()),
        id);
  }

  private static long[] numbers(
      List<WebhookPosition> positions, ToLongFunction<WebhookPosition> of) {
    return positions.stream().mapToLong(of).toArray();
  }

  private static String @Nullable [] orNull(List<String> eventTypes) {
    return eventTypes.isEmpty() ? null : eventTypes.toArray(String[]::new);
  }
}
