package io.realtimegateway.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.api.users.DirectorySettings.EmailVisibility;
import io.realtimegateway.api.users.DirectorySettings.Search;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.protocol.packet.Command;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class UserTest {
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = withDirectory(EmailVisibility.FRIENDS, true);
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

  private static ApiServer withDirectory(EmailVisibility email, boolean isSearchOpen) {
    return ApiServer.start(
        usual ->
            new ApiSettings(
                unlimited(usual.edge()),
                usual.signIn(),
                usual.conversations(),
                usual.application(),
                new DirectorySettings(email, isSearchOpen ? Search.EVERYONE : Search.NOBODY),
                usual.metricsReaders()));
  }

  private static ApiClient named(String displayName, String email) {
    ApiClient client = server.client();
    client.signIn(email, displayName);
    return client;
  }

  private static String group(ApiClient owner, ApiClient... others) {
    JsonArray ids = new JsonArray();
    for (ApiClient other : others) {
      ids.add("" + other.userID());
    }
    Answer answer =
        owner.post(
            "/conversations",
            new JsonObject()
                .put("conversationType", "group-chat")
                .put("groupName", "Tea")
                .put("participantIDs", ids));
    assertThat(answer.status()).isEqualTo(201);
    return "/conversations/" + answer.json().getString("id");
  }

  private static void ask(ApiClient author, ApiClient recipient) {
    String email = recipient.get("/users/me").json().getString("email");
    JsonObject body = new JsonObject().put("recipientEmail", email);
    assertThat(author.post("/friendrequests", body).status()).isEqualTo(201);
  }

  private static void befriend(ApiClient author, ApiClient recipient) {
    ask(author, recipient);
    Answer accepted =
        recipient.patch("/friendrequests/received/" + author.userID(), new JsonObject());
    assertThat(accepted.status()).isEqualTo(204);
  }

  private static JsonObject profile(ApiClient viewer, ApiClient user) {
    Answer answer = viewer.get("/users/" + user.userID());
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    return answer.json();
  }

  private static Answer ids(ApiClient viewer, Object... ids) {
    return viewer.get(
        "/users?ids="
            + List.of(ids).stream().map(Object::toString).collect(Collectors.joining(",")));
  }

  private static Answer search(ApiClient viewer, String text) {
    return viewer.get("/users?search=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  private static List<String> names(Answer answer) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
    return answer.value().stream()
        .map(user -> ((JsonObject) user).getString("displayName"))
        .toList();
  }

  @Test
  void oneReadsOnesOwnAccountAlsoWithoutAnEngine() {
    ApiClient ada = server.user("ada");
    long barriers = server.engine().heard(Command.Barrier.class).size();

    assertThat(ada.get("/users/me").json()).isEqualTo(profile(ada, ada));
    assertThat(profile(ada, ada).getString("email")).isNotNull();
    assertThat(server.engine().heard(Command.Barrier.class)).hasSize((int) barriers);
  }

  @Test
  void aStrangerIsForbiddenWhetherThereIsOneOrNot() {
    ApiClient ada = server.user("ada");
    ApiClient grace = server.user("grace");

    assertThat(ada.get("/users/" + grace.userID()).status()).isEqualTo(403);
    assertThat(ada.get("/users/" + ((1L << 53) - 1)).status()).isEqualTo(403);
    assertThat(ada.get("/users/nobody").status()).isEqualTo(400);
    assertThat(ada.get("/users/" + (1L << 53)).status()).isEqualTo(400);
    assertThat(names(ids(ada, grace.userID(), ada.userID()))).containsExactly("ada");
  }

  @Test
  void thoseWhoAreOrWereInAConversationWithOneAreSeen() {
    ApiClient ada = server.user("ada");
    ApiClient grace = server.user("grace");
    String conversation = group(ada, grace);

    assertThat(profile(ada, grace).getString("displayName")).isEqualTo("grace");
    grace.delete(conversation + "/participants/" + grace.userID());
    assertThat(profile(ada, grace)).isEqualTo(profile(ada, grace));
    assertThat(profile(grace, ada).fieldNames())
        .containsExactlyInAnyOrder("id", "displayName", "email", "displayImage");

    ApiClient late = server.user("late");
    JsonObject added = new JsonObject().put("participantIDs", new JsonArray().add(late.userID()));
    assertThat(ada.patch(conversation + "/participants", added).status()).isEqualTo(200);
    assertThat(late.get("/users/" + grace.userID()).status()).isEqualTo(403);
    assertThat(grace.get("/users/" + late.userID()).status()).isEqualTo(403);
  }

  @Test
  void theApplicationsAuthorIsSeenWhereItWrote() {
    ApiClient ada = server.user("ada");
    ApiClient stranger = server.user("stranger");
    String conversation = group(ada, server.user("grace"));
    Answer written =
        server
            .application()
            .post("/server" + conversation + "/messages", new JsonObject().put("content", "Tea"));
    String author = written.json().getString("creatorID");

    assertThat(names(ids(ada, author))).containsExactly("Application");
    assertThat(ada.get("/users/" + author).json().getValue("email")).isNull();
    assertThat(stranger.get("/users/" + author).status()).isEqualTo(403);
  }

  @Test
  void bothSidesOfARequestSeeEachOtherAndFriendsTheAddress() {
    ApiClient ada = server.user("ada");
    ApiClient grace = server.user("grace");
    ask(ada, grace);

    assertThat(profile(ada, grace).getValue("email")).isNull();
    assertThat(profile(grace, ada).getValue("email")).isNull();
    JsonObject request = (JsonObject) ada.get("/friendrequests/sent").value().getValue(0);
    assertThat(request.getJsonObject("sender").getValue("email")).isNotNull();
    assertThat(request.getJsonObject("recipient").getMap()).containsEntry("email", null);

    grace.patch("/friendrequests/received/" + ada.userID(), new JsonObject());
    assertThat(profile(ada, grace)).isEqualTo(grace.get("/users/me").json());
    assertThat(ada.get("/users/friends").value().getJsonObject(0))
        .isEqualTo(grace.get("/users/me").json());

    ada.delete("/users/friends/" + grace.userID());
    assertThat(ada.get("/users/" + grace.userID()).status()).isEqualTo(403);
  }

  @Test
  void aDeclinedRequestLeavesStrangers() {
    ApiClient ada = server.user("ada");
    ApiClient grace = server.user("grace");
    ask(ada, grace);
    grace.delete("/friendrequests/received/" + ada.userID());

    assertThat(ada.get("/users/" + grace.userID()).status()).isEqualTo(403);
  }

  @Test
  void participantsShowTheAddressByTheSameRule() {
    ApiClient ada = server.user("ada");
    ApiClient friend = server.user("friend");
    ApiClient member = server.user("member");
    befriend(ada, friend);
    String conversation = group(ada, friend, member);

    assertThat(emails(ada.get(conversation).json().getJsonArray("participants")))
        .containsExactly(true, true, false);
    assertThat(emails(ada.get(conversation + "/participants").value()))
        .containsExactly(true, true, false);
    assertThat(
            emails(ada.get("/conversations").value().getJsonObject(0).getJsonArray("participants")))
        .containsExactly(true, true, false);
    assertThat(emails(member.get(conversation).json().getJsonArray("participants")))
        .containsExactly(false, false, true);
    assertThat(
            emails(
                server
                    .application()
                    .get("/server" + conversation)
                    .json()
                    .getJsonArray("participants")))
        .containsExactly(true, true, true);
  }

  /// Whether each has an address; the field is always there.
  private static List<Boolean> emails(JsonArray users) {
    return users.stream()
        .map(JsonObject.class::cast)
        .map(
            user -> {
              assertThat(user.containsKey("email")).isTrue();
              return user.getValue("email") != null;
            })
        .toList();
  }

  @Test
  void theServerMayHideOrShowAllAddresses() {
    try (ApiServer closed = withDirectory(EmailVisibility.OWN, true)) {
      ApiClient ada = closed.user("ada");
      ApiClient friend = closed.user("friend");
      befriend(ada, friend);
      assertThat(profile(ada, friend).getValue("email")).isNull();
      assertThat(emails(ada.get("/users/friends").value())).containsExactly(false);
      assertThat(ada.get("/users/me").json().getValue("email")).isNotNull();
    }
    try (ApiServer open = withDirectory(EmailVisibility.EVERYONE, false)) {
      ApiClient ada = open.user("ada");
      ApiClient grace = open.user("grace");
      assertThat(emails(ada.get(group(ada, grace)).json().getJsonArray("participants")))
          .containsExactly(true, true);

      Answer refused = search(ada, "grace");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.error()).isEqualTo("ForbiddenRequest");
      assertThat(names(ids(ada, grace.userID()))).containsExactly("grace");
    }
  }

  @Test
  void oneToAHundredIdsAreAskedForAndEitherIdsOrSearch() {
    ApiClient ada = server.user("ada");
    Object[] hundred = LongStream.rangeClosed(1, 100).boxed().toArray();
    Object[] more = LongStream.rangeClosed(1, 101).boxed().toArray();

    assertThat(ids(ada, hundred).status()).isEqualTo(200);
    assertThat(ids(ada, ada.userID(), ada.userID()).value()).hasSize(1);
    assertThat(ids(ada, more).target()).isEqualTo("ids");
    assertThat(ids(ada, 1L << 53).target()).isEqualTo("ids");
    assertThat(ada.get("/users?ids=").target()).isEqualTo("ids");
    assertThat(ada.get("/users?ids=1,").target()).isEqualTo("ids");
    assertThat(ada.get("/users?ids=me").target()).isEqualTo("ids");
    assertThat(ada.get("/users").status()).isEqualTo(400);
    assertThat(ada.get("/users?ids=1&search=ada").status()).isEqualTo(400);
  }

  private static Answer externalIDs(ApiClient viewer, String... ids) {
    return viewer.get(
        "/users?externalIds="
            + URLEncoder.encode(String.join(",", ids), StandardCharsets.UTF_8).replace("+", "%20"));
  }

  private static String made(ApiServer where, String externalID, String name) {
    return where
        .application()
        .put("/server/users/" + externalID, new JsonObject().put("displayName", name))
        .json()
        .getString("id");
  }

  @Test
  void usersOfTheApplicationAreNamedExactlyByTheirExternalIds() {
    ApiClient ada = named("x-1", "x-1@example.org");
    String one = made(server, "x-1", "Xavier");
    made(server, "X-1", "x-1");
    made(server, "x-2", "Xenia 🦊");
    made(server, "x-3", "Xerxes");
    server.application().delete("/server/users/x-3");

    JsonObject found = (JsonObject) externalIDs(ada, "x-1").value().getValue(0);
    assertThat(found.getMap())
        .containsOnlyKeys("id", "displayName", "email", "displayImage", "externalId")
        .containsEntry("id", one)
        .containsEntry("displayName", "Xavier")
        .containsEntry("email", null)
        .containsEntry("externalId", "x-1");
    assertThat(names(externalIDs(ada, "x-2", "nobody", "x-1", "x-2", "x-3")))
        .containsExactly("Xenia 🦊", "Xavier");
    assertThat(names(externalIDs(ada, "%", "'", "x-_", " x-1"))).isEmpty();
  }

  @Test
  void withoutSearchExternalIdsNameVisibleUsersOnly() {
    try (ApiServer closed = withDirectory(EmailVisibility.FRIENDS, false)) {
      ApiClient ada = closed.user("ada");
      String one = made(closed, "y-1", "Yuri");
      made(closed, "y-2", "Yves");

      assertThat(names(externalIDs(ada, "y-1", "y-2"))).isEmpty();
      assertThat(ada.put("/conversations/private-chats/" + one, new JsonObject()).status())
          .isEqualTo(201);
      assertThat(names(externalIDs(ada, "y-1", "y-2"))).containsExactly("Yuri");
    }
  }

  @Test
  void oneToAHundredExternalIdsAreAskedFor() {
    ApiClient ada = server.user("ada");
    String[] hundred = LongStream.rangeClosed(1, 100).mapToObj(i -> "z" + i).toArray(String[]::new);
    String[] more = LongStream.rangeClosed(1, 101).mapToObj(i -> "z" + i).toArray(String[]::new);
    String longest = "🦊".repeat(255);
    made(server, URLEncoder.encode(longest, StandardCharsets.UTF_8), "Zoe");

    assertThat(externalIDs(ada, hundred).status()).isEqualTo(200);
    assertThat(externalIDs(ada, more).target()).isEqualTo("externalIds");
    assertThat(names(externalIDs(ada, longest))).containsExactly("Zoe");
    assertThat(externalIDs(ada, "x".repeat(256)).target()).isEqualTo("externalIds");
    assertThat(externalIDs(ada, "").target()).isEqualTo("externalIds");
    assertThat(externalIDs(ada, "a", "").target()).isEqualTo("externalIds");
    assertThat(externalIDs(ada, "a\u0000").target()).isEqualTo("externalIds");
    assertThat(ada.get("/users?ids=1&externalIds=a").status()).isEqualTo(400);
    assertThat(ada.get("/users?externalIds=a&search=ada").status()).isEqualTo(400);
    assertThat(ada.get("/users?externalIds=a&externalIds=b").status()).isEqualTo(400);
  }

  @Test
  void peopleAreFoundByTheBeginningOfAWordByAddressAndByExternalId() {
    ApiClient ada = named("Quilla Straße-İnci", "quilla@example.org");
    server
        .application()
        .put("/server/users/Qx-1", new JsonObject().put("displayName", "Quilla 50%_off 🦊"));
    String email = ada.get("/users/me").json().getString("email");

    assertThat(names(search(ada, "QUILLA")))
        .containsExactly("Quilla 50%_off 🦊", "Quilla Straße-İnci");
    assertThat(names(search(ada, "quilla STRASSE"))).containsExactly("Quilla Straße-İnci");
    assertThat(names(search(ada, "i\u0307n"))).containsExactly("Quilla Straße-İnci");
    assertThat(names(search(ada, "uilla"))).isEmpty();
    assertThat(names(search(ada, "50%_o"))).containsExactly("Quilla 50%_off 🦊");
    assertThat(names(search(ada, "5_%"))).isEmpty();
    assertThat(names(search(ada, "off 🦊"))).containsExactly("Quilla 50%_off 🦊");
    assertThat(names(search(ada, email.toUpperCase(Locale.ROOT))))
        .containsExactly("Quilla Straße-İnci");
    assertThat(names(search(ada, "Qx-1"))).containsExactly("Quilla 50%_off 🦊");
    assertThat(names(search(ada, "qx-1"))).isEmpty();
    assertThat(search(ada, email).value().getJsonObject(0).getString("email")).isEqualTo(email);
    assertThat(search(server.user("other"), email).value().getJsonObject(0).getValue("email"))
        .isNull();
  }

  @Test
  void aSearchHasTwoToAHundredCharactersAndAtMostTwentyAnswers() {
    ApiClient ada = server.user("ada");
    for (int i = 0; i < 21; i++) {
      named("Zebulon " + (char) ('a' + i), "zebulon-" + i + "@example.org");
    }

    assertThat(names(search(ada, "zebul")))
        .hasSize(20)
        .startsWith("Zebulon a")
        .endsWith("Zebulon t");
    assertThat(search(ada, "z").target()).isEqualTo("search");
    assertThat(search(ada, "🦊").target()).isEqualTo("search");
    assertThat(search(ada, " z ").target()).isEqualTo("search");
    assertThat(search(ada, "🦊".repeat(100)).status()).isEqualTo(200);
    assertThat(search(ada, "z".repeat(101)).target()).isEqualTo("search");
    assertThat(search(ada, "ze").status()).isEqualTo(200);
  }
}
