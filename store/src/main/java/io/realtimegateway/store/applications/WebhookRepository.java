package io.realtimegateway.store.applications;

import io.realtimegateway.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tables `webhooks` and `webhook_positions`.
public final class WebhookRepository {
  private final Database database;

  public WebhookRepository(Database database) {
    this.database = database;
  }

  private static final String CREATE =
      """
      INSERT INTO webhooks (url, event_types, is_enabled, secret) VALUES (?, ?, ?, ?) RETURNING *
      """;

  /// Adds an endpoint.
  ///
  /// @param eventTypes empty for all
  public Webhook create(String url, List<String> eventTypes, boolean isEnabled, String secret) {
    return database
        .list(CREATE, Webhook::read, url, orNull(eventTypes), isEnabled, secret)
        .getFirst();
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
  /// @param after the last id of the page before, 0 for the first
  public List<Webhook> list(long after, int limit) {
    return database.list(LIST, Webhook::read, after, limit);
  }

  private static final String UPDATE =
      """
      UPDATE webhooks SET url = ?, event_types = ?, is_enabled = ?,
        failing_since = CASE WHEN is_enabled OR NOT ? THEN failing_since END,
        disabled_why = CASE WHEN is_enabled OR NOT ? THEN disabled_why END
      WHERE id = ? RETURNING *
      """;

  /// Brings an endpoint to this state; one that is switched on again begins with a clean slate.
  public Optional<Webhook> update(long id, String url, List<String> eventTypes, boolean isEnabled) {
    return database.first(
        UPDATE, Webhook::read, url, orNull(eventTypes), isEnabled, isEnabled, isEnabled, id);
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

  /// Remembers since when an endpoint fails.
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
      UPDATE webhooks SET is_enabled = false, disabled_why = ? WHERE id = ?
      """;

  public void switchOff(long id, String why) {
    database.update(SWITCH_OFF, why, id);
  }

  private static final String POSITIONS =
      """
      SELECT shard, epoch, "index" FROM webhook_positions WHERE webhook_id = ? ORDER BY shard
      """;

  /// How far an endpoint has been told, for the shards of which it has heard.
  public List<WebhookPosition> positions(long id) {
    return database.list(
        POSITIONS,
        row -> new WebhookPosition(row.count("shard"), row.number("epoch"), row.number("index")),
        id);
  }

  private static final String ADVANCE =
      """
      INSERT INTO webhook_positions (webhook_id, shard, epoch, "index") VALUES (?, ?, ?, ?)
      ON CONFLICT (webhook_id, shard) DO UPDATE SET epoch = excluded.epoch, "index" = excluded."index"
      """;

  public void advance(long id, WebhookPosition position) {
    database.update(ADVANCE, id, position.shard(), position.epoch(), position.index());
  }

  private static String @Nullable [] orNull(List<String> eventTypes) {
    return eventTypes.isEmpty() ? null : eventTypes.toArray(String[]::new);
  }
}
