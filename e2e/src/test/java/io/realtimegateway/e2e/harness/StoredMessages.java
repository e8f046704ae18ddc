package io.realtimegateway.e2e.harness;

import io.realtimegateway.store.DatabaseUrl;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The messages of some conversations in PostgreSQL, asked without the server.
public final class StoredMessages {

  private static final String ROWS =
      """
      SELECT id, author_id, conversation_id, seq, content, client_message_id
      FROM messages WHERE conversation_id = ANY (?) ORDER BY conversation_id, seq
      """;

  private record Row(long id, long seq, String content) {}

  private final Map<String, List<Row>> rows = new HashMap<>();
  private int size;

  private StoredMessages() {}

  /// Reads them.
  public static StoredMessages of(DatabaseUrl url, List<Long> conversations) {
    StoredMessages stored = new StoredMessages();
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        PreparedStatement statement = connection.prepareStatement(ROWS)) {
      statement.setObject(1, conversations.stream().mapToLong(Long::longValue).toArray());
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          stored.size++;
          stored
              .rows
              .computeIfAbsent(
                  key(result.getLong(2), result.getLong(3), result.getString(6)),
                  _ -> new ArrayList<>())
              .add(new Row(result.getLong(1), result.getLong(4), result.getString(5)));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL cannot be asked", e);
    }
    return stored;
  }

  public int size() {
    return size;
  }

  /// What of that which the client had acked is missing, doubled or different.
  public List<String> differences(SteadyClient client) {
    List<String> differences = new ArrayList<>();
    for (SteadyClient.Sent sent : client.sent()) {
      JsonObject ack = sent.ack();
      List<Row> found =
          rows.getOrDefault(key(client.user().id(), sent.conversation(), sent.name()), List.of());
      if (ack == null && found.size() > 1) {
        differences.add(sent + " is stored as " + found);
      } else if (ack != null) {
        Row acked = new Row(ack.getLong("messageID"), ack.getLong("seq"), sent.content());
        if (!found.equals(List.of(acked))) {
          differences.add(sent + " is stored as " + found);
        }
      }
    }
    return differences;
  }

  private static String key(long author, long conversation, String name) {
    return author + " " + conversation + " " + name;
  }
}
