package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happened since, a command that comes again under its name gets the first answer, and
/// nothing is done.
@Timeout(120)
final class RepeatsTest {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  private SmallWorld world;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  /// Names of every kind: from clocks that are right, or off by an hour or three days, and free
  /// text.
  private static List<String> names() {
    return List.of(
        SmallWorld.uuid(0, 1),
        SmallWorld.uuid(-HOUR, 2),
        SmallWorld.uuid(HOUR, 3),
        SmallWorld.uuid(-3 * DAY, 4),
        SmallWorld.uuid(3 * DAY, 5),
        "any text",
        "\uD83C\uDF75".repeat(64));
  }

  @Test
  void sendsAreRepeatedAtOnceAfterMemoryLetGoAfterARestartAndAfterArchiving() {
    List<String> names = names();
    List<Answer.Ack> first = new ArrayList<>();
    for (String name : names) {
      first.add(world.ack(world.send(world.ann, name, "hello")));
    }
    assertRepeats(names, first, false);
    Answer.Ack edited = first.getFirst();
    world.ack(world.edit(world.ann, edited.messageID(), "edit", "other"));
    assertRepeats(names, first, false);
    world.letMemoryGo();
    assertRepeats(names, first, false);
    world.restart();
    assertRepeats(names, first, false);
    world.restartWithoutLocalStore();
    assertRepeats(names, first, false);
    for (Answer.Ack ack : first) {
      world.ack(world.delete(world.ann, ack.messageID(), "delete " + ack.messageID()));
    }
    assertRepeats(names, first, true);
    world.letMemoryGo();
    assertRepeats(names, first, true);
    world.restartWithoutLocalStore();
    assertRepeats(names, first, true);
  }

  private void assertRepeats(List<String> names, List<Answer.Ack> first, boolean isDeleted) {
    for (int i = 0; i < names.size(); i++) {
      Answer.Ack again = world.ack(world.send(world.ann, names.get(i), "hello"));
      assertSame(again, first.get(i));
      assertThat(again.repeated()).isTrue();
      assertThat(again.deleted()).isEqualTo(isDeleted);
      Answer.Failure conflict =
          world.failure(world.send(world.ann, names.get(i), "something else"));
      assertThat(conflict.code()).isEqualTo(ErrorCode.CONFLICT);
    }
  }

  @Test
  void everyCommandThatIsRepeatedWhileItIsUnderWayIsDoneOnce() {
    world.engine.journal.set(new Chances(Duration.ofMillis(5), 0, 0));
    TestGateway other = world.engine.gateway();
    for (String name : names()) {
      twice(other, world.send(world.ann, name, "hello"));
    }
    long message = twice(other, world.send(world.ann, "a message", "hello")).messageID();
    twice(other, world.edit(world.ann, message, "an edit", "other"));
    twice(other, world.remove(world.ann, "a removal", world.ben));
    twice(other, world.add(world.ann, "an addition", world.ben));
    twice(other, world.delete(world.ann, message, "a deletion"));
    assertThat(world.events()).hasSize(names().size() + 5);
    world.assertSeqsAreDense();
  }

  private Answer.Ack twice(TestGateway other, LongFunction<Request> command) {
    CompletableFuture<Packet> one = world.gateway.ask(command);
    CompletableFuture<Packet> two = other.ask(command);
    CompletableFuture<Packet> three = world.gateway.ask(command);
    Answer.Ack ack = SmallWorld.ack(one);
    assertSame(SmallWorld.ack(two), ack);
    assertSame(SmallWorld.ack(three), ack);
    return ack;
  }

  @Test
  void nothingOlderComesBackOverWhatIsNewer() {
    long message = world.ack(world.send(world.ann, SmallWorld.uuid(0, 1), "one")).messageID();
    List<LongFunction<Request>> older =
        List.of(
            world.edit(world.ann, message, SmallWorld.uuid(0, 2), "two"),
            world.remove(world.ann, SmallWorld.uuid(0, 3), world.ben),
            world.add(world.ann, SmallWorld.uuid(0, 4), world.ben, 900L),
            world.remove(world.ann, SmallWorld.uuid(0, 5), 900));
    List<Answer.Ack> first = older.stream().map(world::ack).toList();
    world.ack(world.edit(world.ann, message, SmallWorld.uuid(0, 6), "three"));
    world.ack(world.remove(world.ann, SmallWorld.uuid(0, 7), world.ben));
    world.ack(world.add(world.ann, SmallWorld.uuid(0, 8), 900L));
    long head = world.events().getLast().lastSeq();
    assertDoNothing(older, first, head);
    world.letMemoryGo();
    assertDoNothing(older, first, head + 1);
    world.restart();
    assertDoNothing(older, first, head + 1);
    world.engine.awaitArchived();
    world.restart();
    assertDoNothing(older, first, head + 1);
    assertThat(world.failure(world.send(world.ben, "no member", "hello")).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    world.ack(world.send(900, "a member", "hello"));
  }

  private void assertDoNothing(
      List<LongFunction<Request>> commands, List<Answer.Ack> first, long head) {
    for (int i = 0; i < first.size(); i++) {
      assertSame(world.ack(commands.get(i)), first.get(i));
    }
    assertThat(world.events().getLast().lastSeq()).isEqualTo(head);
  }

  @Test
  void withPostgresAwayOnlyNamesThatItAloneCouldKnowAreRefused() {
    world.ack(world.send(world.ann, "before", "hello"));
    world.restartWithoutLocalStore();
    world.ack(world.send(world.ben, SmallWorld.uuid(0, 50), "loads the room"));
    world.engine.databaseIsAway = true;
    for (String name : List.of("before", "free", SmallWorld.uuid(-HOUR, 2))) {
      assertThat(world.failure(world.send(world.ann, name, "hello")).code())
          .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    }
    long message = world.ack(world.sendUnnamed(world.ann, "unnamed", "sent meanwhile")).messageID();
    world.ack(world.edit(world.ann, message, "an edit", "other"));
    world.engine.databaseIsAway = false;
    assertThat(world.ack(world.send(world.ann, "before", "hello")).seq()).isEqualTo(1);
    assertThat(world.ack(world.send(world.ann, "free", "hello")).repeated()).isFalse();
    world.assertSeqsAreDenseFrom(2);
  }

  @Test
  void withTheJournalFullRepeatsGetTheirFirstAnswerAndOnlyNewCommandsAreRefused() {
    List<String> names = names();
    List<Answer.Ack> first = new ArrayList<>();
    for (String name : names) {
      first.add(world.ack(world.send(world.ann, name, "hello")));
    }
    long message = first.getFirst().messageID();
    List<LongFunction<Request>> others =
        List.of(
            world.edit(world.ann, message, "an edit", "other"),
            world.remove(world.ann, "a removal", world.ben));
    List<Answer.Ack> acks = others.stream().map(world::ack).toList();
    world.engine.journal.fill(true);
    assertRepeatsOnly(names, first, others, acks);
    world.engine.journal.fill(false);
    world.letMemoryGo();
    world.engine.journal.fill(true);
    assertRepeatsOnly(names, first, others, acks);
    world.engine.journal.fill(false);
    world.ack(world.send(world.ann, "new", "hello"));
  }

  private void assertRepeatsOnly(
      List<String> names,
      List<Answer.Ack> first,
      List<LongFunction<Request>> others,
      List<Answer.Ack> acks) {
    long head = world.events().getLast().lastSeq();
    assertRepeats(names, first, false);
    assertDoNothing(others, acks, head);
    long message = first.getFirst().messageID();
    for (LongFunction<Request> refused :
        List.of(
            world.send(world.ann, SmallWorld.uuid(0, 90), "hello"),
            world.send(world.ann, "new", "hello"),
            world.edit(world.ann, message, "another edit", "other"),
            world.delete(world.ann, message, "a deletion"),
            world.add(world.ann, "an addition", world.ben))) {
      assertThat(world.failure(refused).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    }
    assertThat(world.events().getLast().lastSeq()).isEqualTo(head);
  }

  private static void assertSame(Answer.Ack one, Answer.Ack two) {
    assertThat(List.of(one.messageID(), one.seq(), one.time()))
        .isEqualTo(List.of(two.messageID(), two.seq(), two.time()));
  }
}
