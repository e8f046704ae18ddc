package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.SessionPacket.LiveSession;
import io.realtimegateway.store.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sessions that end, and links that are lost, at an awkward moment.
@Timeout(90)
final class SessionRacesTest {
  private static final long NODE = 500;
  private static final Duration KEEP = Duration.ofMinutes(5);

  /// Both of one log, so that what is asked for the second is done after what was asked for the
  /// first; behind loop 0.
  private static final long USER = 5;

  private static final long NEIGHBOUR =
      LongStream.iterate(USER + 1, user -> user + 1)
          .filter(user -> Shards.logOf(Shards.ofUser(user)) == Shards.logOf(Shards.ofUser(USER)))
          .findFirst()
          .orElseThrow();

  private TestDatabase database;
  private RunningEngine engine;

  @BeforeEach
  void start(@TempDir Path folder) {
    EngineOptions base = RunningEngine.OPTIONS;
    EngineOptions settings =
        new EngineOptions(
            base.maxMembers(),
            base.sessionsPerUser(),
            KEEP,
            base.registrationWindow(),
            base.idleConversation(),
            base.maxConversations(),
            base.maxWaiting(),
            base.blockingThreads(),
            base.announceInterval(),
            base.revocationInterval(),
            base.presence());
    database = TestDatabase.open();
    engine = new RunningEngine(database.database(), folder, 1, settings, UnaryOperator.identity());
  }

  @AfterEach
  void stop() {
    engine.close();
    database.close();
  }

  private List<Long> online(ManualGateway api) {
    Packet answer =
        api.answer(request -> new Command.QueryPresence(request, 0, 0, List.of(USER, NEIGHBOUR)));
    return ((Answer.PresenceState) answer).online();
  }

  /// Waits until loop 0 has read all that was sent to it: what needs no barrier is answered.
  private void awaitRead(ManualGateway gateway) {
    long unknown =
        LongStream.iterate(1L << 40, id -> id + 1)
            .filter(id -> engine.loopNumberOf(Shards.ofConversation(id)) == 0)
            .findFirst()
            .orElseThrow();
    assertThat(
            gateway.answer(
                request -> new Command.Resume(request, USER, unknown, Authority.USER, 0, 0, 1)))
        .isInstanceOf(Answer.Reset.class);
  }

  private ManualGateway api() {
    ManualGateway api = engine.manual(Role.API, NODE + 1);
    api.register(0);
    api.register(1);
    return api;
  }

  private static void assertUnavailable(CompletableFuture<Packet> asked) {
    assertThat(TestGateway.await(asked))
        .isInstanceOfSatisfying(
            Answer.Failure.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
  }

  @Test
  void aSessionThatIsEndedBeforeItHasBegunNeverBegins() {
    try (ManualGateway gateway = engine.manual(Role.GATEWAY, NODE);
        ManualGateway api = api()) {
      gateway.register(0);
      gateway.register(1);
      engine.journal.holdBarriers();
      CompletableFuture<Packet> asked = gateway.connecting(1, USER);
      gateway.send(0, new SessionPacket.Disconnect(1, USER));
      CompletableFuture<Packet> neighbour = gateway.connecting(2, NEIGHBOUR);
      awaitRead(gateway);
      engine.journal.passBarriers();
      assertThat(TestGateway.await(neighbour)).isInstanceOf(Answer.Redeemed.class);
      gateway.await("Attached", new SessionPacket.Attached(2)::equals);
      assertThat(online(api)).containsExactly(NEIGHBOUR);
      assertUnavailable(asked);
    }
  }

  @Test
  void aSessionWhoseLoginIsEndedBeforeItHasBegunNeverBegins() {
    try (ManualGateway gateway = engine.manual(Role.GATEWAY, NODE);
        ManualGateway api = api()) {
      gateway.register(0);
      gateway.register(1);
      engine.journal.holdBarriers();
      CompletableFuture<Packet> asked = gateway.connecting(1, USER);
      awaitRead(gateway);
      long inAnHour = System.currentTimeMillis() + 3_600_000;
      assertThat(
              api.answer(
                  request -> new SessionPacket.RevokeLogins(request, USER, "login", 0, inAnHour)))
          .isInstanceOf(Answer.Ack.class);
      engine.journal.passBarriers();
      assertThat(TestGateway.await(asked))
          .isInstanceOfSatisfying(
              Answer.Failure.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHORIZED));
      assertThat(online(api)).isEmpty();
    }
  }

  @Test
  void aSessionWhoseLinkIsLostBeforeItHasBegunNeverBegins() {
    try (ManualGateway api = api()) {
      try (ManualGateway gateway = engine.manual(Role.GATEWAY, NODE)) {
        gateway.register(0);
        gateway.register(1);
        engine.journal.holdBarriers();
        CompletableFuture<Packet> asked = gateway.connecting(1, USER);
        awaitRead(gateway);
        assertThat(asked).isNotDone();
      }
      try (ManualGateway back = engine.manual(Role.GATEWAY, NODE)) {
        back.register(0);
        back.register(1);
        CompletableFuture<Packet> neighbour = back.connecting(2, NEIGHBOUR);
        engine.journal.passBarriers();
        assertThat(TestGateway.await(neighbour)).isInstanceOf(Answer.Redeemed.class);
        back.await("Attached", new SessionPacket.Attached(2)::equals);
        assertThat(online(api)).containsExactly(NEIGHBOUR);
      }
    }
  }

  @Test
  void aRegistrationThatFailsClosesItsLink() {
    AtomicBoolean hasFailed = new AtomicBoolean();
    engine.beforeNanos =
        () -> {
          if (isRegistering() && hasFailed.compareAndSet(false, true)) {
            throw new IllegalStateException("the test wants this");
          }
        };
    try (ManualGateway gateway = engine.manual(Role.GATEWAY, NODE)) {
      gateway.send(0, new SessionPacket.Register(List.of(), List.of(), true));
      gateway.awaitLoss();
      gateway.register(0);
    }
    assertThat(hasFailed).isTrue();
  }

  private static boolean isRegistering() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals("register")));
  }

  @Test
  void aLinkThatNeverRegistersGivesLostSessionsNoMoreTime() {
    try (ManualGateway api = api()) {
      LiveSession session;
      try (ManualGateway gateway = engine.manual(Role.GATEWAY, NODE)) {
        gateway.register(0);
        gateway.register(1);
        session = gateway.attach(1, USER);
      }
      try (ManualGateway flapping = engine.manual(Role.GATEWAY, NODE)) {
        flapping.awaitWelcome(0);
        engine.pass(KEEP.minusSeconds(10));
      }
      try (ManualGateway flapping = engine.manual(Role.GATEWAY, NODE)) {
        flapping.awaitWelcome(0);
        assertThat(online(api)).contains(session.userID());
        engine.pass(Duration.ofSeconds(11));
        awaitOffline(api);
      }
    }
  }

  /// After the end of the session and the grace of presence.
  private void awaitOffline(ManualGateway api) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (online(api).contains(USER)) {
      assertThat(System.nanoTime()).as("the session is kept").isLessThan(end);
    }
  }
}
