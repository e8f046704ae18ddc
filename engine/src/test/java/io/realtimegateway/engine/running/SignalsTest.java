package io.realtimegateway.engine.running;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Typing and read markers: who is told, how often, and how it ends.
@Timeout(120)
final class SignalsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private SmallWorld world;
  private TestGateway other;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
    other = world.engine.gateway();
    world.ack(world.send(world.ann, "first", "the room is loaded"));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private void type(TestSession session, boolean isTyping) {
    session
        .gateway()
        .say(
            Shards.ofConversation(world.room),
            request ->
                new Command.Typing(
                    request, session.handle(), session.userID(), world.room, isTyping));
  }

  private static Predicate<Event> typing(boolean isTyping) {
    return event -> event instanceof Event.TypingEvent typing && typing.isTyping() == isTyping;
  }

  /// What a session heard before a message that is sent now.
  private List<Event> heardUntilNow(TestSession session, Predicate<Event> kind) {
    long seq = world.ack(world.send(world.cy, "mark " + world.events().size(), "mark")).seq();
    session.await(1, event -> event instanceof Event.Message message && message.seq() == seq);
    return session.events().stream().filter(kind).toList();
  }

  @Test
  void othersAreToldAtMostOnceASecondAndTheTyperNever() {
    TestSession anns = world.gateway.attach(world.ann);
    TestSession second = other.attach(world.ann);
    TestSession bens = other.attach(world.ben);
    for (int i = 0; i < 50; i++) {
      type(anns, true);
    }
    assertThat(heardUntilNow(bens, typing(true))).hasSize(1);
    world.engine.pass(SECOND);
    for (int i = 0; i < 50; i++) {
      type(anns, true);
    }
    assertThat(heardUntilNow(bens, typing(true))).hasSize(2);
    for (int i = 0; i < 21; i++) {
      // On and off within one second: the last counts.
      type(anns, i % 2 == 1);
    }
    world.engine.pass(SECOND);
    bens.await(1, typing(false));
    assertThat(heardUntilNow(bens, typing(false))).hasSize(1);
    assertThat(heardUntilNow(anns, Event.TypingEvent.class::isInstance)).isEmpty();
    assertThat(heardUntilNow(second, Event.TypingEvent.class::isInstance)).isEmpty();
  }

  @Test
  void typingEndsByItselfWithAMessageWithTheSessionAndWithTheMembership() {
    TestSession bens = other.attach(world.ben);
    TestSession anns = world.gateway.attach(world.ann);
    type(anns, true);
    bens.await(1, typing(true));
    world.engine.pass(Duration.ofSeconds(6));
    bens.await(1, typing(false));
    type(anns, true);
    bens.await(2, typing(true));
    world.ack(world.send(world.ann, "said", "what was typed"));
    bens.await(2, typing(false));
    world.engine.pass(SECOND);
    type(anns, true);
    bens.await(3, typing(true));
    world.gateway.detach(anns);
    bens.await(3, typing(false));
    TestSession again = world.gateway.attach(world.ann);
    world.engine.pass(SECOND);
    type(again, true);
    bens.await(4, typing(true));
    world.ack(world.remove(world.ann, "leave", world.ann));
    bens.await(1, Event.MemberRemoved.class::isInstance);
    assertThat(bens.await(4, typing(false))).hasSize(4);
  }

  /// Sessions of one user on two gateways may have the same number.
  @Test
  void theEndOfAnotherSessionEndsNoTyping() {
    TestSession bens = world.gateway.attach(world.ben);
    TestSession anns = other.attach(world.ann);
    TestSession elsewhere = world.engine.gateway().attach(world.ann);
    assertThat(elsewhere.handle()).isEqualTo(anns.handle());
    type(anns, true);
    bens.await(1, typing(true));
    elsewhere.gateway().detach(elsewhere);
    elsewhere.gateway().attach(world.ann);
    assertThat(heardUntilNow(bens, typing(false))).isEmpty();
  }

  @Test
  void aUserTypesUntilTheLastOfItsTypingSessionsStops() {
    TestSession bens = world.gateway.attach(world.ben);
    TestSession anns = other.attach(world.ann);
    TestSession second = other.attach(world.ann);
    type(anns, true);
    type(second, true);
    bens.await(1, typing(true));
    other.detach(second);
    other.attach(world.ann);
    world.engine.pass(SECOND);
    assertThat(heardUntilNow(bens, typing(false))).isEmpty();
    TestSession third = other.attach(world.ann);
    type(third, true);
    type(third, false);
    awaitTicks();
    assertThat(heardUntilNow(bens, typing(false))).isEmpty();
    other.detach(anns);
    bens.await(1, typing(false));
  }

  @Test
  void aReadMarkerGoesForwardOnlyAndItsLatestIsToldAtMostOnceASecond() {
    TestSession anns = world.gateway.attach(world.ann);
    TestSession bens = other.attach(world.ben);
    for (int i = 0; i < 20; i++) {
      world.ack(world.send(world.cy, "message " + i, "text"));
    }
    assertThat(world.ack(world.read(anns, 1)).seq()).isEqualTo(1);
    List<CompletableFuture<Packet>> asked = new ArrayList<>();
    for (int seq = 2; seq <= 15; seq++) {
      asked.add(world.gateway.ask(world.read(anns, seq)));
    }
    asked.add(world.gateway.ask(world.read(anns, 3)));
    assertThat(world.failure(world.read(anns, 22)).code()).isEqualTo(ErrorCode.BAD_ARGUMENT);
    assertThat(world.failure(world.read(anns, 22)).target()).isEqualTo("seq");
    world.engine.pass(SECOND);
    List<Long> acked = asked.stream().map(one -> SmallWorld.ack(one).seq()).toList();
    assertThat(acked)
        .containsExactlyElementsOf(
            LongStream.concat(LongStream.rangeClosed(2, 15), LongStream.of(15)).boxed().toList());
    world.engine.pass(SECOND);
    assertThat(bens.await(2, Event.ReadMarker.class::isInstance))
        .containsExactly(
            new Event.ReadMarker(world.room, world.ann, 1),
            new Event.ReadMarker(world.room, world.ann, 15));
    assertThat(heardUntilNow(bens, Event.ReadMarker.class::isInstance)).hasSize(2);
    assertThat(heardUntilNow(anns, Event.ReadMarker.class::isInstance)).isEmpty();
    assertThat(markerRecords()).as("one record for all that moved in a second").hasSize(2);
    world.restart();
    assertThat(stored(world.ann)).isEqualTo(15);
  }

  private List<JournalRecord> markerRecords() {
    return world.engine.records(world.room).stream()
        .map(JournalEntry::record)
        .filter(JournalRecord.ReadMarkersMoved.class::isInstance)
        .toList();
  }

  /// The loop of the room has done what is due now.
  private void awaitTicks() {
    var task =
        world
            .engine
            .loopOf(Shards.ofConversation(world.room))
            .schedule(() -> {}, 250, MILLISECONDS);
    assertThat(task.awaitUninterruptibly(30, SECONDS)).isTrue();
  }

  @Test
  void aReadIsAcknowledgedAndToldOnceItsMarkerIsInTheJournal() {
    TestSession anns = world.gateway.attach(world.ann);
    TestSession second = world.gateway.attach(world.ann);
    world.engine.journal.holdOutcomes();
    CompletableFuture<Packet> moved = world.gateway.ask(world.read(anns, 1));
    CompletableFuture<Packet> repeated = world.gateway.ask(world.read(second, 1));
    CompletableFuture<Packet> lower = world.gateway.ask(world.read(second, 0));
    awaitTicks();
    CompletableFuture<Packet> late = world.gateway.ask(world.read(second, 1));
    CompletableFuture<Packet> ofAnother = world.gateway.ask(world.read(second, 2));
    assertThat(TestGateway.await(ofAnother)).isInstanceOf(Answer.Failure.class);
    for (CompletableFuture<Packet> asked : List.of(moved, repeated, lower, late)) {
      assertThat(asked).as("a marker that is not committed").isNotDone();
    }
    assertThat(second.events()).noneMatch(Event.ReadMarker.class::isInstance);
    world.engine.journal.releaseOutcomes();
    for (CompletableFuture<Packet> asked : List.of(moved, repeated, lower, late)) {
      assertThat(SmallWorld.ack(asked).seq()).isEqualTo(1);
    }
    second.await(1, Event.ReadMarker.class::isInstance);
  }

  @Test
  void aMarkerThatIsInTheJournalIsAcknowledgedAtOnce() {
    TestSession anns = world.gateway.attach(world.ann);
    world.ack(world.read(anns, 1));
    world.engine.journal.holdOutcomes();
    assertThat(world.ack(world.read(anns, 1)).seq()).isEqualTo(1);
    assertThat(world.ack(world.read(anns, 0)).seq()).isEqualTo(1);
    world.engine.journal.releaseOutcomes();
  }

  @Test
  void aReadWhoseMarkerMayBeLostIsRefusedAndMayBeRepeated() {
    TestSession anns = world.gateway.attach(world.ann);
    world.engine.journal.set(new Chances(Duration.ZERO, 1, 0));
    assertThat(world.failure(world.read(anns, 1)).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    world.engine.journal.set(Chances.CALM);
    long end = System.nanoTime() + 30_000_000_000L;
    while (!(world.gateway.answer(world.read(anns, 1)) instanceof Answer.Ack)) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
    assertThat(markerRecords()).hasSize(1);
    assertThat(stored(world.ann)).isEqualTo(1);
  }

  @Test
  void anOrderlyStopWritesAndAcknowledgesWhatWaitsForItsSecond() {
    TestSession anns = world.gateway.attach(world.ann);
    world.ack(world.send(world.cy, "another", "text"));
    world.ack(world.read(anns, 1));
    CompletableFuture<Packet> waits = world.gateway.ask(world.read(anns, 2));
    assertThat(world.failure(world.read(anns, 3)).code()).isEqualTo(ErrorCode.BAD_ARGUMENT);
    world.engine.engine.stop();
    assertThat(SmallWorld.ack(waits).seq()).isEqualTo(2);
    world.restart();
    assertThat(stored(world.ann)).isEqualTo(2);
  }

  private long stored(long user) {
    world.engine.awaitArchived();
    return world
        .database()
        .database()
        .list(
            "SELECT read_seq FROM members WHERE conversation_id = ? AND user_id = ?",
            row -> row.number("read_seq"),
            world.room,
            user)
        .getFirst();
  }

  @Test
  void theReadersOtherSessionsAreToldAlsoWhereTheyHaveTheSameNumberOnAnotherGateway() {
    TestSession anns = world.gateway.attach(world.ann);
    TestSession elsewhere = other.attach(world.ann);
    assertThat(elsewhere.handle()).isEqualTo(anns.handle());
    world.ack(world.read(anns, 1));
    assertThat(elsewhere.await(1, Event.ReadMarker.class::isInstance)).hasSize(1);
    assertThat(heardUntilNow(anns, Event.ReadMarker.class::isInstance)).isEmpty();
  }

  @Test
  void whereMoreThanFiftyAreMembersOnlyTheReaderIsTold() {
    TestSession anns = world.gateway.attach(world.ann);
    TestSession second = other.attach(world.ann);
    TestSession bens = other.attach(world.ben);
    Long[] more = LongStream.range(1000, 1047).boxed().toArray(Long[]::new);
    world.ack(world.add(world.ann, "up to fifty", more));
    world.ack(world.read(anns, 1));
    bens.await(1, Event.ReadMarker.class::isInstance);
    second.await(1, Event.ReadMarker.class::isInstance);
    world.ack(world.add(world.ann, "one more", 2000L));
    world.engine.pass(SECOND);
    world.ack(world.read(anns, 2));
    second.await(2, Event.ReadMarker.class::isInstance);
    assertThat(heardUntilNow(bens, Event.ReadMarker.class::isInstance)).hasSize(1);
  }

  @Test
  void aNewMemberBeginsWithEverythingReadAlsoWhenItComesBack() {
    long dan = world.engine.user("dan");
    for (int i = 0; i < 5; i++) {
      world.ack(world.send(world.cy, "message " + i, "text"));
    }
    TestSession bens = world.gateway.attach(world.ben);
    world.ack(world.read(bens, 3));
    world.ack(world.remove(world.ann, "remove", world.ben));
    long joined = world.ack(world.add(world.ann, "add", world.ben, dan)).seq();
    assertThat(world.ack(world.read(bens, 2)).seq()).isEqualTo(joined - 1);
    assertThat(stored(world.ben)).isEqualTo(joined - 1);
    assertThat(stored(dan)).isEqualTo(joined);
    assertThat(stored(world.cy)).as("a first member").isZero();
    world.restart();
    assertThat(world.ack(world.read(world.gateway.attach(world.ben), 1)).seq())
        .isEqualTo(joined - 1);
    assertThat(world.ack(world.read(world.gateway.attach(dan), 1)).seq()).isEqualTo(joined);
    world.restartWithoutLocalStore();
    assertThat(world.ack(world.read(world.gateway.attach(dan), 1)).seq()).isEqualTo(joined);
    assertThat(world.ack(world.read(world.gateway.attach(world.cy), 0)).seq()).isZero();
  }

  /// All three are decided before the first is committed.
  @Test
  void aMarkerFromBeforeARemovalIsNotTheNewMembershipsMarker() {
    TestSession bens = world.gateway.attach(world.ben);
    TestSession anns = other.attach(world.ann);
    for (int i = 0; i < 5; i++) {
      world.ack(world.send(world.cy, "message " + i, "text"));
    }
    world.ack(world.read(bens, 1));
    anns.await(1, Event.ReadMarker.class::isInstance);
    world.engine.journal.holdOutcomes();
    CompletableFuture<Packet> moved = world.gateway.ask(world.read(bens, 5));
    CompletableFuture<Packet> removed =
        world.gateway.ask(world.remove(world.ann, "remove", world.ben));
    CompletableFuture<Packet> added = world.gateway.ask(world.add(world.ann, "add", world.ben));
    CompletableFuture<Packet> early = world.gateway.ask(world.read(bens, 4));
    assertThat(world.failure(world.read(anns, 99)).code()).isEqualTo(ErrorCode.BAD_ARGUMENT);
    world.engine.pass(SECOND);
    awaitTicks();
    world.engine.journal.releaseOutcomes();
    SmallWorld.ack(removed);
    long joined = SmallWorld.ack(added).seq();
    SmallWorld.ack(moved);
    assertThat(SmallWorld.ack(early).seq()).isEqualTo(joined);
    assertThat(stored(world.ben)).isEqualTo(joined);
    assertThat(heardUntilNow(anns, Event.ReadMarker.class::isInstance))
        .containsExactly(new Event.ReadMarker(world.room, world.ben, 1));
    world.restart();
    assertThat(world.ack(world.read(world.gateway.attach(world.ben), 1)).seq()).isEqualTo(joined);
  }
}
