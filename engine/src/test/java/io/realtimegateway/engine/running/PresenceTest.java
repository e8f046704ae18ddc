package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.engine.settings.PresenceSettings;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.store.testing.TestDatabase;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who is told that somebody came or went, how often, and at what cost. More users with
/// `-Dengine.presence.users=10000`; with `-Dengine.presence.max-members=200`, as by default, groups
/// of a thousand make no peers.
@Timeout(300)
final class PresenceTest {
  private static final int GROUPS = 20;

  @TempDir private Path folder;

  /// The users stand in a circle of twenty arcs; each group has two neighbouring ones, so each user
  /// is in two groups.
  @Test
  void whenManyComeAtOnceEachIsToldOnceOfEachPeerByFewQueries() {
    int count = Integer.getInteger("engine.presence.users", 600);
    int arc = count / GROUPS;
    int maxMembers = Integer.getInteger("engine.presence.max-members", 2 * arc);
    try (TestDatabase database = TestDatabase.open();
        RunningEngine engine =
            new RunningEngine(
                database.database(), folder, 1, settings(maxMembers), UnaryOperator.identity())) {
      List<Long> users = new ArrayList<>();
      for (long user = 1; user <= count; user++) {
        users.add(user);
      }
      insert(database, count);
      for (int group = 0; group < GROUPS; group++) {
        List<Long> members = new ArrayList<>();
        for (int i = 0; i < 2 * arc; i++) {
          members.add(users.get((group * arc + i) % count));
        }
        engine.conversation(members);
      }
      TestGateway gateway = engine.gateway();
      gateway.countPresence(count);
      long cpu = processCpuNanos();
      long begun = System.nanoTime();
      List<CompletableFuture<TestSession>> attaching =
          users.stream().map(gateway::attaching).toList();
      List<TestSession> sessions = attaching.stream().map(TestGateway::await).toList();
      long connected = System.nanoTime();
      long peersOfEach = maxMembers < 2 * arc ? 0 : 3L * arc - 1;
      long frames = count * peersOfEach;
      gateway.awaitPresence(frames);
      double queries = engine.meters.counter("engine.presence.queries").count();
      System.out.printf(
          "presence: %d users in %d groups of %d connected in %d ms; %d frames after %d ms,"
              + " %.0f queries, CPU %d ms%n",
          count,
          GROUPS,
          2 * arc,
          (connected - begun) / 1_000_000,
          frames,
          (System.nanoTime() - begun) / 1_000_000,
          queries,
          (processCpuNanos() - cpu) / 1_000_000);
      assertThat(gateway.presenceTwice()).isZero();
      assertThat(queries).isLessThan(count / 4.0);
      assertThat(sessions).hasSize(count);
    }
  }

  private static void insert(TestDatabase database, int count) {
    database
        .database()
        .update(
            """
            INSERT INTO users (id, display_name) OVERRIDING SYSTEM VALUE
            SELECT number, 'user ' || number FROM generate_series(1, ?) AS number
            """,
            count);
  }

  private static long processCpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static EngineOptions settings(int maxMembers) {
    EngineOptions base = RunningEngine.OPTIONS;
    PresenceSettings presence =
        new PresenceSettings(base.presence().scope(), maxMembers, base.presence().grace());
    return with(base, presence);
  }

  private static EngineOptions with(EngineOptions base, PresenceSettings presence) {
    return new EngineOptions(
        base.maxMembers(),
        base.sessionsPerUser(),
        base.keepSessions(),
        base.registrationWindow(),
        base.idleConversation(),
        base.maxConversations(),
        base.maxWaiting(),
        base.blockingThreads(),
        base.announceInterval(),
        base.revocationInterval(),
        presence);
  }

  @Test
  void aUserIsOnlineFromTheFirstSessionToTheLastAndTheGraceAfterIt() {
    try (SmallWorld world = new SmallWorld(folder)) {
      TestGateway other = world.engine.gateway();
      TestSession bens = other.attach(world.ben);
      TestSession first = world.gateway.attach(world.ann);
      bens.await(1, presence(world.ann, true));
      TestSession second = world.gateway.attach(world.ann);
      first.await(1, presence(world.ben, true));
      second.await(1, presence(world.ben, true));
      world.gateway.detach(first);
      world.engine.pass(Duration.ofSeconds(5));
      world.gateway.detach(second);
      TestSession third = world.gateway.attach(world.ann);
      third.await(1, presence(world.ben, true));
      world.engine.pass(Duration.ofSeconds(5));
      world.gateway.detach(third);
      world.engine.pass(Duration.ofSeconds(3));
      bens.await(1, presence(world.ann, false));
      assertThat(bens.events().stream().filter(presence(world.ann, true))).hasSize(1);
      assertThat(bens.events().stream().filter(presence(world.ann, false))).hasSize(1);
    }
  }

  @Test
  void aGatewayThatDiesTakesItsSessionsOfflineWithinTheTimeOut() {
    try (SmallWorld world = new SmallWorld(folder)) {
      TestGateway dying = world.engine.gateway();
      TestSession bens = world.gateway.attach(world.ben);
      dying.attach(world.ann);
      dying.attach(world.cy);
      bens.await(1, presence(world.ann, true));
      bens.await(1, presence(world.cy, true));
      dying.close();
      world.gateway.attach(world.cy);
      bens.await(1, presence(world.ann, false));
      assertThat(bens.events().stream().filter(presence(world.cy, false))).isEmpty();
    }
  }

  @Test
  void anotherNameReachesPeersAndTheUsersOwnSessionsAndNobodyElse() {
    try (SmallWorld world = new SmallWorld(folder);
        ManualGateway api = world.engine.manual(Role.API, 9)) {
      api.register(0);
      api.register(1);
      long eve = world.engine.user("eve");
      TestSession anns = world.gateway.attach(world.ann);
      TestSession bens = world.engine.gateway().attach(world.ben);
      TestSession eves = world.gateway.attach(eve);

      announce(api, world.ann, "Ann B", "https://a.example/a.png");
      Event.UserUpdated first =
          new Event.UserUpdated(world.ann, "Ann B", "https://a.example/a.png");
      anns.await(1, first::equals);
      bens.await(1, first::equals);
      announce(api, eve, "Eve B", null);
      eves.await(1, new Event.UserUpdated(eve, "Eve B", null)::equals);

      assertThat(eves.events()).doesNotContain(first);
      assertThat(bens.events().stream().filter(Event.UserUpdated.class::isInstance)).hasSize(1);
    }
  }

  @Test
  void whereEveryoneIsToldOfEveryoneANameReachesAll() {
    EngineOptions base = settings(200);
    PresenceSettings everyone =
        new PresenceSettings(PresenceSettings.Scope.EVERYONE, 200, base.presence().grace());
    try (SmallWorld world = new SmallWorld(folder, with(base, everyone), UnaryOperator.identity());
        ManualGateway api = world.engine.manual(Role.API, 9)) {
      api.register(0);
      api.register(1);
      long eve = world.engine.user("eve");
      TestSession eves = world.gateway.attach(eve);
      announce(api, world.ann, "Ann B", null);
      eves.await(1, new Event.UserUpdated(world.ann, "Ann B", null)::equals);
    }
  }

  private static void announce(ManualGateway api, long userID, String name, String image) {
    assertThat(
            api.answer(request -> new SessionPacket.AnnounceProfile(request, userID, name, image)))
        .isInstanceOf(Answer.Ack.class);
  }

  private static Predicate<Event> presence(long user, boolean isOnline) {
    return event -> event.equals(new Event.Presence(user, isOnline));
  }
}
