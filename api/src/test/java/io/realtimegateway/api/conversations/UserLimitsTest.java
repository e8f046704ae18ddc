package io.realtimegateway.api.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.conversations.ConversationRules.AddMembers;
import io.realtimegateway.api.conversations.ConversationRules.Create;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.protocol.packet.Command;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What one user may cost others.
final class UserLimitsTest {
  private static final int LISTS = 1;
  private static final int CREATED = 4;
  private static final int MEMBERSHIPS = 3;
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.start(UserLimitsTest::limited);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiSettings limited(ApiSettings usual) {
    EdgeSettings edge = EdgeSettings.defaults();
    return new ApiSettings(
        new EdgeSettings(
            edge.maxBodyBytes(),
            Duration.ofSeconds(5),
            edge.maxRunning(),
            edge.perUser(),
            new Rate(10_000, Duration.ofMinutes(1), 10_000),
            LISTS,
            edge.origins(),
            edge.trustedProxies(),
            edge.publicUrl()),
        usual.signIn(),
        new ConversationSettings(
            100,
            new ConversationRules(Create.EVERYONE, AddMembers.EVERYONE),
            new Rate(CREATED, Duration.ofHours(1), CREATED),
            MEMBERSHIPS),
        usual.application(),
        usual.directory(),
        usual.metricsReaders());
  }

  @Test
  void aListMoreThanMayBeUnderWayIs429() throws InterruptedException {
    ApiClient ada = server.user("ada");
    ApiClient ben = server.user("ben");
    CountDownLatch asked = new CountDownLatch(1);
    server
        .engine()
        .intercept(
            request -> {
              if (request instanceof Command.Barrier barrier && barrier.userID() == ada.userID()) {
                asked.countDown();
                return new io.realtimegateway.protocol.packet.Answer.PresenceState(
                    barrier.request() + 1_000_000, List.of());
              }
              return null;
            });
    CompletableFuture<Answer> first =
        CompletableFuture.supplyAsync(() -> ada.get("/conversations"));
    assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

    Answer oneMore = ada.get("/conversations?$top=1");
    assertThat(oneMore.status()).isEqualTo(429);
    assertThat(oneMore.error()).isEqualTo("RateLimit");
    assertThat(oneMore.header("Retry-After")).isEqualTo("1");
    assertThat(ada.get("/users/me").status()).isEqualTo(200);
    assertThat(ben.get("/conversations").status()).isEqualTo(200);

    first.join();
    server.engine().intercept(_ -> null);
    assertThat(ada.get("/conversations").status()).isEqualTo(200);
  }

  @Test
  void whoIsInAsManyConversationsAsOneMayBeginsNoMore() {
    ApiClient ada = server.user("ada");
    for (int made = 0; made < MEMBERSHIPS; made++) {
      assertThat(group(ada, server.user("ben")).status()).isEqualTo(201);
    }
    Answer refused = group(ada, server.user("ben"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.response().body()).contains("limits.memberships", "Leave one first");
  }

  @Test
  void aUserBeginsSoManyConversationsInAnHourAndNoMore() {
    ApiClient ada = server.user("ada");
    Answer last = null;
    for (int made = 0; made <= CREATED; made++) {
      last = group(ada, server.user("ben"));
      if (made < CREATED) {
        assertThat(last.status()).as("conversation " + made).isEqualTo(201);
        assertThat(
                ada.delete(
                        "/conversations/"
                            + last.json().getString("id")
                            + "/participants/"
                            + ada.userID())
                    .status())
            .isEqualTo(204);
      }
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.response().body()).contains("limits.conversations");
    assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 3600);
  }

  @Test
  void noUserIsAddedBeyondTheMembershipLimit() {
    ApiClient victim = server.user("victim");
    for (int made = 0; made < MEMBERSHIPS; made++) {
      assertThat(group(server.user("ada"), victim).status()).isEqualTo(201);
    }
    Answer refused = group(server.user("ada"), victim);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.response().body()).contains("limits.memberships", "leave one first");

    ApiClient owner = server.user("owner");
    Answer made = group(owner, server.user("ben"));
    Answer added =
        owner.patch(
            "/conversations/" + made.json().getString("id") + "/participants",
            new JsonObject().put("participantIDs", new JsonArray().add("" + victim.userID())));
    assertThat(added.status()).isEqualTo(403);

    assertThat(
            owner.put("/conversations/private-chats/" + victim.userID(), new JsonObject()).status())
        .isEqualTo(403);
  }

  private static Answer group(ApiClient creator, ApiClient other) {
    return creator.post(
        "/conversations",
        new JsonObject()
            .put("participantIDs", new JsonArray().add("" + other.userID()))
            .put("conversationType", "group-chat")
            .put("groupName", "Tea"));
  }
}
