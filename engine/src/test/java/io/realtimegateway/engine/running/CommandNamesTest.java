package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Edits and deletes under names of the client's own, and under a condition.
@Timeout(60)
final class CommandNamesTest {
  private static final String WORD = "four o'clock";

  private SmallWorld world;
  private long message;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
    message = world.ack(world.send(world.ann, "tea", "Tea?")).messageID();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aRepeatGetsTheFirstAckAndDoesNothingWhereverTheNameIsKept() {
    List<String> names = List.of(WORD, uuid(Duration.ZERO), uuid(Duration.ofDays(-3)));
    List<LongFunction<Request>> edits = names.stream().map(name -> edit(name, name)).toList();
    List<Answer.Ack> first = edits.stream().map(world::ack).toList();
    world.ack(edit("a later one", "the last text"));
    long other = world.ack(world.send(world.ann, "other", "gone")).messageID();
    LongFunction<Request> delete = delete(world.ann, other, WORD + " deleted", 0);
    Answer.Ack deleted = world.ack(delete);
    List<Runnable> losses =
        List.of(
            () -> {},
            world::letMemoryGo,
            world::restart,
            () -> {
              world.engine.awaitArchived();
              world.letMemoryGo();
            },
            world::restartWithoutLocalStore);
    for (Runnable loss : losses) {
      loss.run();
      for (int at = 0; at < edits.size(); at++) {
        assertIsRepeated(world.ack(edits.get(at)), first.get(at));
        assertIsConflict(edit(names.get(at), "another text"), "commandID");
      }
      assertIsRepeated(world.ack(delete), deleted);
      assertThat(text()).isEqualTo("the last text");
    }
  }

  @Test
  void oneOfTwoThatRaceIsCarriedOut() {
    TestGateway other = world.engine.gateway();
    for (String name : List.of(WORD, uuid(Duration.ZERO), uuid(Duration.ofHours(-1)))) {
      CompletableFuture<Packet> one = world.gateway.ask(edit(name, "the text of " + name));
      CompletableFuture<Packet> two = other.ask(edit(name, "the text of " + name));
      Answer.Ack first = SmallWorld.ack(one);
      Answer.Ack second = SmallWorld.ack(two);
      assertThat(second.seq()).isEqualTo(first.seq());
      assertThat(second.time()).isEqualTo(first.time());
      assertThat(first.repeated()).isNotEqualTo(second.repeated());
    }
    assertThat(world.page(world.ann, 0, 200).seq()).isEqualTo(4);
  }

  @Test
  void aNameStandsForOneKindOneMessageAndOneContentForEver() {
    long other = world.ack(world.send(world.ann, "other", "Cake?")).messageID();
    world.ack(edit(world.ann, message, WORD, "four", "{\"a\":1}", 0));
    for (boolean deletedMeanwhile : List.of(false, true)) {
      assertIsConflict(edit(world.ann, message, WORD, "five", "{\"a\":1}", 0), "commandID");
      assertIsConflict(edit(world.ann, message, WORD, "four", "{\"a\":2}", 0), "commandID");
      assertIsConflict(edit(world.ann, message, WORD, "four", null, 0), "commandID");
      assertIsConflict(edit(world.ann, other, WORD, "four", "{\"a\":1}", 0), "commandID");
      assertIsConflict(delete(world.ann, message, WORD, 0), "commandID");
      assertIsConflict(delete(world.ann, other, WORD, 0), "commandID");
      if (!deletedMeanwhile) {
        world.ack(delete(world.ann, message, "deleting", 0));
        world.restartWithoutLocalStore();
      }
    }
    assertThat(world.ack(edit(world.ann, message, WORD, "four", "{\"a\":1}", 0)).repeated())
        .isTrue();
  }

  @Test
  void namesOfSendsAndOfOtherAuthorsAreOthers() {
    assertThat(world.ack(edit("tea", "Tea at four?")).repeated()).isFalse();
    assertThat(world.ack(world.send(world.ann, "tea", "Tea?")).repeated()).isTrue();
    long bens = world.ack(world.send(world.ben, "bens", "Yes")).messageID();
    Answer.Ack edited = world.ack(edit(world.ben, bens, "tea", "No", null, 0));
    assertThat(edited.repeated()).isFalse();
    assertThat(world.ack(world.send(world.ben, "tea", "Or yes")).repeated()).isFalse();
  }

  @Test
  void theAuthorIsJudgedFirstThenTheNameThenTheDeletionThenTheCondition() {
    long bens = world.ack(world.send(world.ben, "bens", "Yes")).messageID();
    Answer.Ack named = world.ack(edit(WORD, "four"));
    assertIsRefused(edit(world.ann, bens, WORD, "mine", null, 77), ErrorCode.FORBIDDEN);
    assertIsRefused(delete(world.ann, bens, WORD, 77), ErrorCode.FORBIDDEN);
    assertIsConflict(edit(world.ann, message, WORD, "five", null, 77), "commandID");
    assertIsRepeated(world.ack(edit(world.ann, message, WORD, "four", null, 77)), named);
    Answer.Ack deleted = world.ack(delete(world.ann, message, "gone", named.seq()));
    assertIsRepeated(world.ack(edit(world.ann, message, WORD, "four", null, 77)), named);
    assertIsRefused(edit(world.ann, message, "new", "five", null, 77), ErrorCode.NOT_FOUND);
    assertThat(world.ack(delete(world.ann, message, "again", 77)).seq()).isEqualTo(deleted.seq());
    assertIsRefused(edit(world.ben, message, "bens edit", "x", null, 77), ErrorCode.FORBIDDEN);
  }

  @Test
  void aConditionThatDoesNotHoldChangesNothingAndUsesUpNoName() {
    long seq = world.ack(edit("first", "Tea at three?")).seq();
    assertIsConflict(edit(world.ann, message, WORD, "four", null, seq - 1), "ifChangeSeq");
    assertIsConflict(edit(world.ann, message, WORD, "four", null, seq + 1), "ifChangeSeq");
    assertIsConflict(delete(world.ann, message, WORD, Command.condition(0L)), "ifChangeSeq");
    assertThat(text()).isEqualTo("Tea at three?");
    Answer.Ack edited = world.ack(edit(world.ann, message, WORD, "four", null, seq));
    assertThat(edited.repeated()).isFalse();
    world.restartWithoutLocalStore();
    assertIsConflict(delete(world.ann, message, "gone", seq), "ifChangeSeq");
    assertThat(world.ack(delete(world.ann, message, "gone", edited.seq())).seq())
        .isEqualTo(edited.seq() + 1);
  }

  @Test
  void aRefusedCommandUsesUpNoName() {
    long bens = world.ack(world.send(world.ben, "bens", "Yes")).messageID();
    assertIsRefused(edit(world.ann, bens, WORD, "No", null, 0), ErrorCode.FORBIDDEN);
    assertIsRefused(delete(world.ann, 4711, WORD, 0), ErrorCode.NOT_FOUND);
    assertThat(world.ack(edit(WORD, "four")).repeated()).isFalse();
  }

  @Test
  void withPostgresAwayNamesThatTheLocalStoreMayHaveMissedAreRefused() {
    Answer.Ack first = world.ack(edit(WORD, "four"));
    world.restartWithoutLocalStore();
    long here = world.ack(world.send(world.ann, uuid(Duration.ZERO), "known here")).messageID();
    world.engine.databaseIsAway = true;
    assertIsRefused(edit(WORD, "four"), ErrorCode.SERVICE_UNAVAILABLE);
    assertIsRefused(
        edit(world.ann, here, "a new one", "x", null, 0), ErrorCode.SERVICE_UNAVAILABLE);
    // Not more than a day ahead, and a day after the store was made.
    String after = uuid(Duration.ofDays(1));
    LongFunction<Request> edit = edit(world.ann, here, after, "x", null, 0);
    Answer.Ack edited = world.ack(edit);
    assertThat(edited.repeated()).isFalse();
    assertIsRepeated(world.ack(edit), edited);
    world.engine.databaseIsAway = false;
    assertIsRepeated(world.ack(edit(WORD, "four")), first);
  }

  @Test
  void nothingOfADeletedMessageStaysWithTheNamesOfItsEdits() {
    world.ack(edit(world.ann, message, "early", "four", "{\"secret\":1}", 0));
    world.engine.awaitArchived();
    assertThat(metadataOf("early")).isEqualTo("{\"secret\":1}");
    world.ack(edit(world.ann, message, "kept", "five", null, 0));
    world.ack(delete(world.ann, message, "gone", 0));
    world.engine.awaitArchived();
    for (String name : List.of("early", "kept", "gone")) {
      assertThat(metadataOf(name)).isEqualTo("none");
    }
  }

  private String metadataOf(String name) {
    return world
        .database()
        .database()
        .first(
            "SELECT coalesce(metadata, 'none') AS metadata FROM command_names WHERE name = ?",
            row -> row.text("metadata"),
            name)
        .orElseThrow();
  }

  private @Nullable String text() {
    Copy copy = new Copy();
    copy.page(world.page(world.ann, 0, 200));
    return copy.messages().get(message).text();
  }

  private LongFunction<Request> edit(String name, String text) {
    return edit(world.ann, message, name, text, null, 0);
  }

  private LongFunction<Request> edit(
      long user,
      long ofMessage,
      String name,
      String text,
      @Nullable String metadata,
      long ifChangeSeq) {
    return request ->
        new Command.UpdateMessage(
            request,
            user,
            world.room,
            ofMessage,
            Authority.USER,
            name,
            true,
            text,
            metadata,
            ifChangeSeq);
  }

  private LongFunction<Request> delete(long user, long ofMessage, String name, long ifChangeSeq) {
    return request ->
        new Command.DeleteMessage(
            request, user, world.room, ofMessage, Authority.USER, name, true, ifChangeSeq);
  }

  private static void assertIsRepeated(Answer.Ack ack, Answer.Ack first) {
    assertThat(ack.repeated()).isTrue();
    assertThat(List.of(ack.messageID(), ack.seq(), ack.time()))
        .isEqualTo(List.of(first.messageID(), first.seq(), first.time()));
  }

  private void assertIsConflict(LongFunction<Request> command, String target) {
    Answer.Failure failure = world.failure(command);
    assertThat(failure.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(failure.target()).isEqualTo(target);
  }

  private void assertIsRefused(LongFunction<Request> command, ErrorCode code) {
    assertThat(world.failure(command).code()).isEqualTo(code);
  }

  /// A name of version 7 whose clock is off by so much.
  private static String uuid(Duration off) {
    String time = String.format(Locale.ROOT, "%012x", System.currentTimeMillis() + off.toMillis());
    return time.substring(0, 8) + "-" + time.substring(8) + "-7000-8000-000000000001";
  }
}
