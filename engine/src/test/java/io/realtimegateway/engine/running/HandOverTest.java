package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What event loops hand over to the archiver arrives in PostgreSQL once, whatever happens on the
/// way.
@Timeout(120)
final class HandOverTest {
  /// Together more than a worker keeps in memory, as it counts them.
  private static final int MANY = 2_500;

  private static final String LONG_TEXT = "long ".repeat(400);

  private final AtomicInteger reads = new AtomicInteger();
  private SmallWorld world;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
    world.ack(world.send(world.ann, "first", "first"));
    world.engine.awaitArchived();
    countReads();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whatALoopJustHadIsNotReadBack() {
    for (int i = 0; i < 20; i++) {
      world.ack(world.send(world.ann, "n" + i, "text"));
    }
    until(() -> archived() == 21);
    assertThat(reads).hasValue(0);
  }

  @Test
  void moreThanIsKeptInMemoryIsReadFromTheJournal() {
    Gate gate = new Gate();
    world.engine.journal.afterArchived = gate;
    world.ack(world.send(world.ann, "second", "second"));
    gate.awaitReached();
    say(MANY);
    gate.open();
    until(() -> archived() == MANY + 2);
    assertEachOnce(MANY + 2);
    assertThat(reads).hasPositiveValue();
  }

  @Test
  void afterAPauseOfPostgreSqlEverythingIsThereOnce() {
    refuseToMove();
    say(MANY);
    until(() -> !world.engine.archiver.health().failure().isEmpty());
    acceptMoves();
    until(() -> archived() == MANY + 1);
    assertEachOnce(MANY + 1);
    int readBack = reads.get();
    world.ack(world.send(world.ann, "last", "last"));
    until(() -> archived() == MANY + 2);
    assertThat(reads).as("from then on memory is enough").hasValue(readBack);
  }

  @Test
  void whatWasHandedOverBeforeARestartIsArchivedAfterIt() {
    refuseToMove();
    for (int i = 0; i < 30; i++) {
      world.ack(world.send(world.ann, "n" + i, "text"));
    }
    world.restart();
    world.ack(world.send(world.ann, "after", "after"));
    acceptMoves();
    until(() -> archived() == 32);
    assertEachOnce(32);
  }

  @Test
  void aRecordThatIsRefusedInTheMiddleOfABatchKeepsNoOtherBack() {
    refuseToMove();
    execute(
        """
        ALTER TABLE messages ADD CONSTRAINT no_poison CHECK (content <> 'poison')
        """);
    List<Long> rooms = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      rooms.add(world.engine.conversation(List.of(world.ann, world.ben)));
    }
    for (int i = 0; i < 60; i++) {
      String text = i == 31 ? "poison" : "text";
      world.ack(world.send(world.ann, "n" + i, text));
      world.ack(SmallWorld.send(world.ann, rooms.get(i % rooms.size()), "n" + i, text + "s"));
    }
    acceptMoves();
    until(() -> archived() == 61);
    world.engine.awaitArchived();
    assertEachOnce(61);
    assertThat(number("SELECT count(*) AS n FROM set_aside")).isEqualTo(1);
    assertThat(number("SELECT count(*) AS n FROM messages WHERE content = U&'\\FFFD'"))
        .isEqualTo(1);
    assertThat(number("SELECT count(*) AS n FROM messages")).isEqualTo(121);
  }

  @Test
  void aRecordWhoseCommitWasNotKnownIsArchivedWithoutAnother() {
    TestGateway gateway = world.engine.gateway();
    world.engine.journal.set(new Chances(Duration.ZERO, 0, 1));
    var _ = gateway.ask(world.send(world.ann, "unknown", "unknown"));
    until(() -> world.engine.journal.unconfirmed() > 0);
    world.engine.journal.set(Chances.CALM);
    until(() -> archived() == 2);
  }

  /// Also on a machine that is busy: the time between is a lower bound.
  @Test
  void readsThatComeInQuickSuccessionShareBatches() {
    Map<String, List<Long>> ends = new ConcurrentHashMap<>();
    world.engine.journal.afterArchived =
        () ->
            ends.computeIfAbsent(Thread.currentThread().getName(), _ -> new ArrayList<>())
                .add(System.nanoTime());
    int shard = Shards.ofConversation(world.room);
    try (ManualGateway api = world.engine.manual(Role.API, 9)) {
      api.register(0);
      api.register(1);
      for (int i = 0; i < 40; i++) {
        world.ack(world.send(world.ann, "n" + i, "text"));
        assertThat(
                api.answer(
                    request -> new Command.Barrier(request, world.ann, world.room, shard, 10_000)))
            .isInstanceOf(Answer.BarrierPassed.class);
      }
    }
    assertThat(archived()).isEqualTo(41);
    List<Long> between = new ArrayList<>();
    for (List<Long> its : ends.values()) {
      for (int i = 1; i < its.size(); i++) {
        between.add((its.get(i) - its.get(i - 1)) / 1_000);
      }
    }
    assertThat(between).as("microseconds").hasSizeGreaterThan(10).allMatch(each -> each >= 10_000);
  }

  private void countReads() {
    world.engine.journal.beforeRead =
        () -> {
          if (Thread.currentThread().getName().startsWith("archiver")) {
            reads.incrementAndGet();
          }
        };
  }

  private void say(int messages) {
    List<CompletableFuture<Packet>> asked = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      asked.add(world.gateway.ask(world.send(world.ann, "n" + i, LONG_TEXT)));
      if (asked.size() == 50) {
        asked.forEach(SmallWorld::ack);
        asked.clear();
      }
    }
    asked.forEach(SmallWorld::ack);
  }

  private long archived() {
    return number("SELECT count(*) AS n FROM messages WHERE conversation_id = " + world.room);
  }

  private void assertEachOnce(long messages) {
    assertThat(
            number(
                "SELECT count(DISTINCT seq) AS n FROM messages WHERE seq <= "
                    + messages
                    + " AND conversation_id = "
                    + world.room))
        .isEqualTo(messages);
    assertThat(world.engine.archiver.health().stopped()).isEmpty();
  }

  private long number(String query) {
    return world.database().database().list(query, row -> row.number("n")).getFirst();
  }

  private void execute(String statement) {
    world.database().database().update(statement);
  }

  private void refuseToMove() {
    execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the test wants this' USING ERRCODE = '57P01'; END $$
        """);
    execute(
        """
        CREATE TRIGGER refusing BEFORE UPDATE ON shard_positions FOR EACH ROW
        WHEN (NEW.shard = %d AND NEW."index" <> OLD."index") EXECUTE FUNCTION refuse()
        """
            .formatted(Shards.ofConversation(world.room)));
  }

  private void acceptMoves() {
    execute("DROP TRIGGER refusing ON shard_positions");
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }
}
