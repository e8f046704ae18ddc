package io.realtimegateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.edge.rate.Rate;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How many statements each list takes, with one item and with a dozen: none per row.
final class StatementCountTest {
  private static final int MANY = 12;
  private static final JsonObject NOTHING = new JsonObject();

  /// By `operationId`; the queries stand in the class of the operation.
  private static final Map<String, Integer> EXPECTED =
      Map.ofEntries(
          Map.entry("listLogins", 1),
          Map.entry("listUsers", 1),
          Map.entry("listFriends", 1),
          Map.entry("listSentRequests", 1),
          Map.entry("listReceivedRequests", 1),
          // Conversations with unread counts and last messages, their participants, the epochs of
          // all shards.
          Map.entry("listConversations", 3),
          // Conversations with unread counts, the epochs of all shards.
          Map.entry("listConversationHeads", 2),
          // Membership, the conversation with its owner, a page.
          Map.entry("listParticipants", 3),
          // Membership, a page.
          Map.entry("listMessages", 2),
          // The engine answers.
          Map.entry("listChanges", 0),
          Map.entry("listWebhooks", 1),
          // The conversation with its owner, a page.
          Map.entry("listApplicationParticipants", 2),
          // The users of these external ids; the engine knows who is online.
          Map.entry("getPresence", 1));

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server =
        ApiServer.start(
            usual ->
                new ApiSettings(
                    unlimited(usual.edge()),
                    usual.signIn(),
                    usual.conversations(),
                    usual.application(),
                    usual.directory(),
                    usual.metricsReaders()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static EdgeSettings unlimited(EdgeSettings usual) {
    return new EdgeSettings(
        usual.maxBodyBytes(),
        usual.requestTimeout(),
        usual.maxRunning(),
        Rate.OFF,
        Rate.OFF,
        usual.origins(),
        usual.trustedProxies());
  }

  @Test
  void noListTakesAStatementForEachRow() {
    assertThat(counts(1)).isEqualTo(EXPECTED);
    assertThat(counts(MANY)).isEqualTo(EXPECTED);
  }

  @Test
  void everyListOfTheDocumentIsCounted() {
    Set<String> lists =
        server.document().contract().operations().stream()
            .filter(operation -> operation.getHttpMethod().equals(HttpMethod.GET))
            .filter(StatementCountTest::isCollection)
            .map(Operation::getOperationId)
            .collect(Collectors.toSet());

    assertThat(lists).isEqualTo(EXPECTED.keySet());
  }

  private static boolean isCollection(Operation operation) {
    JsonObject media =
        operation
            .getOpenAPIModel()
            .getJsonObject("responses")
            .getJsonObject("200", NOTHING)
            .getJsonObject("content", NOTHING)
            .getJsonObject("application/json", NOTHING);
    return media
        .getJsonObject("schema", NOTHING)
        .getJsonObject("properties", NOTHING)
        .containsKey("value");
  }

  private static Map<String, Integer> counts(int items) {
    ApiClient user = server.user("user");
    String conversation = fill(user, items);
    Map<String, Supplier<Answer>> lists = new LinkedHashMap<>();
    lists.put("listLogins", () -> user.get("/users/me/logins"));
    String friends = friends(user);
    lists.put("listUsers", () -> user.get("/users?ids=" + friends));
    lists.put("listFriends", () -> user.get("/users/friends"));
    lists.put("listSentRequests", () -> user.get("/friendrequests/sent"));
    lists.put("listReceivedRequests", () -> user.get("/friendrequests/received"));
    lists.put("listConversations", () -> user.get("/conversations"));
    lists.put("listConversationHeads", () -> user.get("/conversations/heads"));
    lists.put("listParticipants", () -> user.get(conversation + "/participants"));
    lists.put("listMessages", () -> user.get(conversation + "/messages"));
    lists.put("listChanges", () -> user.get(conversation + "/changes"));
    putApplicationLists(lists, items);
    return lists.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, list -> statements(list.getValue(), items)));
  }

  private static String friends(ApiClient user) {
    return user.get("/users/friends").value().stream()
        .map(friend -> ((JsonObject) friend).getString("id"))
        .collect(Collectors.joining(","));
  }

  /// Those of the application, each with that many items.
  private static void putApplicationLists(Map<String, Supplier<Answer>> lists, int items) {
    ApiClient backend = server.application();
    List<String> users = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      users.add("u-" + i);
      backend.put("/server/users/u-" + i, new JsonObject().put("displayName", "User"));
      backend.post("/server/webhooks", new JsonObject().put("url", "https://192.0.43." + i));
    }
    JsonObject body =
        new JsonObject()
            .put("participantExternalIds", new JsonArray(users))
            .put("conversationType", "group-chat")
            .put("groupName", "Tea");
    String id = backend.post("/server/conversations", body).json().getString("id");
    lists.put("listWebhooks", () -> backend.get("/server/webhooks"));
    lists.put(
        "listApplicationParticipants",
        () -> backend.get("/server/conversations/" + id + "/participants"));
    lists.put(
        "getPresence",
        () -> backend.get("/server/presence?externalIds=" + String.join(",", users)));
  }

  /// Gives a user that many of everything.
  private static String fill(ApiClient user, int items) {
    String email = user.get("/users/me").json().getString("email");
    String conversation = "";
    for (int i = 0; i < items; i++) {
      if (i > 0) {
        server.client().signIn(email, "User");
      }
      ApiClient friend = server.user("friend");
      ask(friend, email);
      user.patch("/friendrequests/received/" + friend.userID(), new JsonObject());
      ask(server.user("hopeful"), email);
      ApiClient asked = server.user("asked");
      ask(user, asked.get("/users/me").json().getString("email"));
      conversation = group(user, friend);
    }
    JsonArray others = new JsonArray();
    for (int i = 1; i < items; i++) {
      others.add("" + server.user("member").userID());
    }
    if (!others.isEmpty()) {
      user.patch(conversation + "/participants", new JsonObject().put("participantIDs", others));
    }
    for (int i = 0; i < items; i++) {
      user.post(conversation + "/messages", new JsonObject().put("content", "Tea?"));
    }
    return conversation;
  }

  private static void ask(ApiClient author, String email) {
    assertThat(
            author.post("/friendrequests", new JsonObject().put("recipientEmail", email)).status())
        .isEqualTo(201);
  }

  private static String group(ApiClient user, ApiClient other) {
    JsonObject body =
        new JsonObject()
            .put("participantIDs", new JsonArray().add("" + other.userID()))
            .put("conversationType", "group-chat")
            .put("groupName", "Tea");
    return "/conversations/" + user.post("/conversations", body).json().getString("id");
  }

  /// The revocations are read each second, which may fall into the count: the lowest of some
  /// counts.
  private static int statements(Supplier<Answer> list, int items) {
    return Stream.generate(
            () -> {
              long before = server.database().statements();
              Answer answer = list.get();
              assertThat(answer.value()).hasSizeGreaterThanOrEqualTo(items);
              return (int) (server.database().statements() - before);
            })
        .limit(5)
        .min(Integer::compare)
        .orElseThrow();
  }
}
