package io.realtimegateway.store.applications;

import io.realtimegateway.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A webhook endpoint.
///
/// @param eventTypes empty for all
/// @param secret the signing key; left out of the record's text form
/// @param failingSince null while deliveries succeed
/// @param disabledWhy for users, null unless it was disabled because deliveries failed
public record Webhook(
    long id,
    String url,
    List<String> eventTypes,
    boolean isEnabled,
    String secret,
    Instant createdAt,
    @Nullable Instant failingSince,
    @Nullable String disabledWhy) {

  public Webhook {
    eventTypes = List.copyOf(eventTypes);
  }

  static Webhook read(Row row) throws SQLException {
    Optional<String[]> eventTypes = row.texts("event_types");
    return new Webhook(
        row.number("id"),
        row.text("url"),
        eventTypes.map(List::of).orElse(List.of()),
        row.truth("is_enabled"),
        row.text("secret"),
        row.time("created_at"),
        row.timeOrNull("failing_since"),
        row.textOrNull("disabled_why"));
  }

  @Override
  public String toString() {
    return "Webhook(" + id + ", " + url + ")";
  }
}
