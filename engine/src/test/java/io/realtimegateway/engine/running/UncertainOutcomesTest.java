package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.store.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Random histories under a journal that delays and fences at random, with conversations that leave
/// memory and members who come and go: nothing acknowledged is lost or done twice, and every client
/// ends with what a fresh read says. More with `-Dengine.uncertain.seed=…` and
/// `-Dengine.uncertain.rounds=…`.
final class UncertainOutcomesTest {
  private static final int USERS = 4;

  /// So many that some are not used for a moment and leave memory.
  private static final int CONVERSATIONS = 20;

  private static final Duration IDLE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  /// More than two rounds of the loops' clocks, so that conversations would leave memory meanwhile.
  private static final Duration LONG = Duration.ofMillis(300);

  private record Lives(int conversations, int rounds, boolean arePatient, Chances chances) {}

  @Test
  @Timeout(120)
  void whateverTheOutcomesNothingAckedIsLostOrDoubledAndEveryClientIsRight() {
    int rounds = Integer.getInteger("engine.uncertain.rounds", 150);
    live(new Lives(CONVERSATIONS, rounds, true, new Chances(Duration.ofMillis(4), 0.06, 0.06)));
  }

  @Test
  @Timeout(120)
  void aConversationWithSomethingUnderWayStaysInMemoryHoweverMuchTimeGoesBy() {
    int rounds = Integer.getInteger("engine.uncertain.rounds", 150) / 5;
    live(new Lives(USERS, rounds, false, new Chances(LONG, 0, 0)));
  }

  private void live(Lives lives) {
    long seed = Long.getLong("engine.uncertain.seed", System.nanoTime());
    System.out.println("engine.uncertain.seed=" + seed);
    try (TestDatabase database = TestDatabase.open();
        RunningEngine engine =
            new RunningEngine(
                database.database(), folder, seed, settings(), UnaryOperator.identity())) {
      run(engine, seed, lives);
    }
  }

  private static EngineOptions settings() {
    EngineOptions standard = RunningEngine.OPTIONS;
    return new EngineOptions(
        standard.maxMembers(),
        standard.sessionsPerUser(),
        IDLE.multipliedBy(5),
        standard.registrationWindow(),
        IDLE,
        standard.maxConversations(),
        standard.maxWaiting(),
        standard.blockingThreads(),
        standard.announceInterval(),
        standard.revocationInterval(),
        standard.presence());
  }

  private static void run(RunningEngine engine, long seed, Lives lives) {
    List<Long> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      users.add(engine.user("user" + i));
    }
    List<Long> conversations = new ArrayList<>();
    for (int i = 0; i < lives.conversations(); i++) {
      conversations.add(engine.conversation(users));
    }
    TestGateway gateway = engine.gateway();
    List<TestSession> sessions = users.stream().map(gateway::attach).toList();
    List<RandomActor> actors = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      TestSession guest = gateway.attach(engine.user("guest" + i));
      Runnable timeGoesBy = () -> engine.pass(IDLE.plusSeconds(1));
      actors.add(
          new RandomActor(
              sessions.get(i),
              guest,
              conversations,
              timeGoesBy,
              i == 0,
              lives.arePatient(),
              seed + i));
    }
    engine.journal.set(lives.chances());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> all =
          actors.stream()
              .map(actor -> CompletableFuture.runAsync(() -> actor.run(lives.rounds()), threads))
              .toList();
      all.forEach(TestGateway::await);
    }
    engine.journal.set(Chances.CALM);
    System.out.printf(
        "lost %d, unconfirmed %d, repeated acks %d, evicted %.0f%n",
        engine.journal.lost(),
        engine.journal.unconfirmed(),
        actors.stream().mapToInt(RandomActor::repeatedAcks).sum(),
        engine.meters.counter("engine.conversations.evicted").count());
    assertThat(engine.journal.lost() > 0).isEqualTo(lives.chances().lost() > 0);
    assertThat(engine.journal.unconfirmed() > 0).isEqualTo(lives.chances().unconfirmed() > 0);
    assertThat(engine.meters.counter("engine.conversations.evicted").count())
        .as("conversations that left memory")
        .isPositive();
    assertThat(engine.meters.counter("engine.exceptions").count()).isZero();
    for (long conversation : conversations) {
      check(engine, actors, sessions, conversation);
    }
  }

  private static void check(
      RunningEngine engine,
      List<RandomActor> actors,
      List<TestSession> sessions,
      long conversation) {
    recordsAreDenseAndEachNameIsThereOnce(engine.records(conversation), conversation);
    Copy fresh = new Copy();
    catchUp(sessions.getFirst(), conversation, fresh);
    for (RandomActor actor : actors) {
      actor
          .expected(conversation)
          .forEach(
              (message, text) ->
                  assertThat(fresh.messages().get(message))
                      .as("message %d of user %d", message, actor.userID())
                      .extracting(Copy.Held::text)
                      .isEqualTo(text));
    }
    int expected = actors.stream().mapToInt(actor -> actor.expected(conversation).size()).sum();
    assertThat(fresh.messages()).hasSize(expected);
    assertThat(fresh.properties()).isEqualTo(actors.getFirst().properties(conversation));
    for (TestSession session : sessions) {
      Copy copy = session.copy(conversation);
      session.awaitSeqOrMissed(conversation, fresh.seq());
      if (session.misses(conversation)) {
        catchUp(session, conversation, copy);
      }
      assertThat(copy.seq()).isEqualTo(fresh.seq());
      assertThat(copy.messages()).isEqualTo(fresh.messages());
      assertThat(copy.members()).isEqualTo(fresh.members());
      assertThat(copy.properties()).isEqualTo(fresh.properties());
    }
    actors.forEach(actor -> checkGuest(actor, conversation, fresh));
  }

  private static void checkGuest(RandomActor actor, long conversation, Copy fresh) {
    TestSession guest = actor.guest();
    assertThat(fresh.members().getOrDefault(guest.userID(), false))
        .isEqualTo(actor.isGuestIn(conversation));
    if (actor.isGuestIn(conversation)) {
      Copy copy = guest.copy(conversation);
      catchUp(guest, conversation, copy);
      assertThat(copy.messages()).isEqualTo(fresh.messages());
      assertThat(copy.members()).isEqualTo(fresh.members());
    } else {
      assertThat(guest.gateway().answer(resume(guest, conversation, 0)))
          .isInstanceOf(Answer.Reset.class);
    }
  }

  private static LongFunction<Request> resume(TestSession session, long conversation, long seq) {
    return request ->
        new Command.Resume(request, session.userID(), conversation, Authority.USER, seq, 0, 200);
  }

  private static void recordsAreDenseAndEachNameIsThereOnce(
      List<JournalEntry> entries, long conversation) {
    long seq = 0;
    Set<Map.Entry<Long, String>> names = new HashSet<>();
    for (JournalEntry entry : entries) {
      if (entry.record() instanceof ConversationEvent event
          && event.conversationID() == conversation) {
        assertThat(event.seq()).isEqualTo(seq + 1);
        seq = event.lastSeq();
        assertThat(names.add(Map.entry(event.name().author(), event.name().text()))).isTrue();
      }
    }
  }

  private static void catchUp(TestSession session, long conversation, Copy copy) {
    boolean more = true;
    while (more) {
      long from = copy.seq();
      Answer.Changes page =
          (Answer.Changes) session.gateway().answer(resume(session, conversation, from));
      synchronized (session) {
        copy.page(page);
      }
      more = page.more();
    }
  }
}
