package io.realtimegateway.api.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations whose newest messages have the same millisecond.
final class ActivityOrderTest {
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/conversations", "/conversations/heads"})
  void whatWasAcceptedLaterComesFirst(String path) {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");
    List<String> made = Stream.generate(() -> group(ada, ben)).limit(4).toList();
    // In the order 2, 0, 3, 1.
    List<Integer> newest = List.of(120, 140, 110, 130);
    for (int at = 0; at < made.size(); at++) {
      server
          .database()
          .update(
              "UPDATE conversations SET last_activity_at = from_millis(?), newest_message_id = ?"
                  + " WHERE id = ?",
              1_800_000_000_000L,
              newest.get(at).longValue(),
              Long.parseLong(made.get(at)));
    }
    List<String> wanted = List.of(made.get(1), made.get(3), made.get(0), made.get(2));

    assertThat(ids(ada.get(path).value())).isEqualTo(wanted);

    List<String> paged = new ArrayList<>();
    ApiClient.Answer page = ada.get(path + "?$top=1");
    paged.addAll(ids(page.value()));
    while (page.json().containsKey("@nextLink")) {
      page = ada.follow(page.json().getString("@nextLink"));
      paged.addAll(ids(page.value()));
    }
    assertThat(paged).isEqualTo(wanted);
  }

  private static List<String> ids(JsonArray items) {
    return items.stream().map(item -> ((JsonObject) item).getString("id")).toList();
  }

  private static String group(ApiClient creator, ApiClient other) {
    return creator
        .post(
            "/conversations",
            new JsonObject()
                .put("participantIDs", new JsonArray().add("" + other.userID()))
                .put("conversationType", "group-chat")
                .put("groupName", "Tea"))
        .json()
        .getString("id");
  }
}
