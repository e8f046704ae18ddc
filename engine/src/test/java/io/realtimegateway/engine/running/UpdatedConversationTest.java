package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.store.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Name and metadata of a group-chat change as events of its history.
@Timeout(120)
final class UpdatedConversationTest {
  private SmallWorld world;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private Event updated(long seq, String groupName, @Nullable String metadata) {
    return new Event.ConversationUpdated(world.room, seq, world.ann, groupName, metadata);
  }

  private List<Event> events(long after) {
    return world.page(world.ben, after, 200).items().stream().map(Answer.Change::event).toList();
  }

  @Test
  void everySessionOfEveryMemberGetsItAfterTheAckTheOwnersToo() {
    TestSession anns = world.gateway.attach(world.ann);
    TestSession more = world.gateway.attach(world.ann);
    TestSession bens = world.engine.gateway().attach(world.ben);
    Answer.Ack ack = world.ack(world.update(world.ann, "one", "Tea", "{\"a\":1}"));
    assertThat(ack.seq()).isEqualTo(1);
    assertThat(ack.messageID()).isZero();
    assertThat(ack.time()).isPositive();
    for (TestSession session : List.of(anns, more, bens)) {
      session.await(1, event -> event.equals(updated(1, "Tea", "{\"a\":1}")));
      assertThat(session.copy(world.room).seq()).isEqualTo(1);
    }
  }

  @Test
  void whatIsLeftOutStaysAndAnEmptyObjectEmpties() {
    world.ack(world.update(world.ann, "metadata alone", null, "{\"a\":1}"));
    assertThat(events(0)).containsExactly(updated(1, RunningEngine.GROUP, "{\"a\":1}"));
    world.ack(world.update(world.ann, "name alone", "Tea", null));
    assertThat(events(0)).containsExactly(updated(2, "Tea", "{\"a\":1}"));
    world.ack(world.update(world.ann, "emptied", null, "{}"));
    assertThat(events(0)).containsExactly(updated(3, "Tea", null));
    world.ack(world.update(world.ann, "name again", "Tea", null));
    assertThat(events(0)).containsExactly(updated(4, "Tea", null));
  }

  @Test
  void aPageHasTheConversationOnceInItsLatestStateBetweenTheMessages() {
    long first = world.ack(world.send(world.ben, "1", "one")).messageID();
    world.ack(world.update(world.ann, "2", "Tea", null));
    world.ack(world.send(world.ben, "3", "three"));
    world.ack(world.update(world.ann, "4", "Coffee", "{\"a\":1}"));
    long last = world.ack(world.send(world.ben, "5", "five")).messageID();
    assertPage(first, last);
    world.restart();
    assertPage(first, last);
    world.restartWithoutLocalStore();
    assertPage(first, last);
    world.ack(world.update(world.ann, "6", null, "{}"));
    assertThat(events(5)).containsExactly(updated(6, "Coffee", null));
    assertThat(events(0)).doesNotContain(updated(4, "Coffee", "{\"a\":1}")).hasSize(4);
    world.engine.awaitArchived();
    world.restartWithoutLocalStore();
    assertThat(events(5)).containsExactly(updated(6, "Coffee", null));
    assertThat(events(6)).isEmpty();
    world.assertSeqsAreDenseFrom(7);
  }

  private void assertPage(long first, long last) {
    Answer.Changes page = world.page(world.cy, 0, 200);
    assertThat(page.seq()).isEqualTo(5);
    assertThat(page.items()).extracting(Answer.Change::changeSeq).containsExactly(1L, 3L, 4L, 5L);
    assertThat(page.items().get(2).event()).isEqualTo(updated(4, "Coffee", "{\"a\":1}"));
    assertThat(((Event.Message) page.items().getFirst().event()).messageID()).isEqualTo(first);
    assertThat(((Event.Message) page.items().getLast().event()).messageID()).isEqualTo(last);
    assertThat(world.page(world.cy, 2, 1).items())
        .extracting(Answer.Change::changeSeq)
        .containsExactly(3L);
    assertThat(world.page(world.cy, 3, 1).items())
        .extracting(Answer.Change::changeSeq)
        .containsExactly(4L);
  }

  @Test
  void aNameThatWasOverwrittenWhileThePageWasReadIsSentToNobody() {
    world.ack(world.update(world.ann, "1", "Tea", null));
    Gate gate = new Gate();
    world.engine.afterReads.put("conversationChangeSeq", gate);
    CompletableFuture<Packet> asked = world.gateway.ask(world.resume(world.ben, 0, 0, 200));
    gate.awaitReached();
    world.ack(world.update(world.ann, "2", "Coffee", null));
    gate.open();
    Answer.Changes page = (Answer.Changes) TestGateway.await(asked);
    assertThat(page.items()).isEmpty();
    assertThat(page.seq()).isEqualTo(1);
    assertThat(page.more()).isTrue();
    assertThat(events(1)).containsExactly(updated(2, "Coffee", null));
  }

  @Test
  void aRepeatGetsTheFirstAnswerAndDoesNothing() {
    Answer.Ack first = world.ack(world.update(world.ann, "one", "Tea", null));
    world.ack(world.update(world.ann, "two", "Coffee", null));
    assertRepeated(first);
    world.letMemoryGo();
    assertRepeated(first);
    world.restart();
    assertRepeated(first);
    assertThat(world.failure(world.update(world.ann, "one", "Tea", "{}")).code())
        .isEqualTo(ErrorCode.CONFLICT);
    assertThat(world.failure(world.update(world.ann, "one", "Water", null)).code())
        .isEqualTo(ErrorCode.CONFLICT);
    assertThat(events(1)).contains(updated(2, "Coffee", null));
  }

  private void assertRepeated(Answer.Ack first) {
    Answer.Ack again = world.ack(world.update(world.ann, "one", "Tea", null));
    assertThat(again.repeated()).isTrue();
    assertThat(again.seq()).isEqualTo(first.seq());
    assertThat(again.time()).isEqualTo(first.time());
  }

  /// Names that a client gave hold for ever, beside those of its sends.
  @Test
  void aRepeatUnderTheClientsNameGetsTheFirstAnswerAlsoFromPostgreSql() {
    world.ack(world.send(world.ann, "free text", "a message of the same name"));
    LongFunction<Request> rename = named("free text", "Tea");
    Answer.Ack first = world.ack(rename);
    assertThat(first.repeated()).isFalse();
    world.ack(world.update(world.ann, "later", "Coffee", null));
    world.engine.awaitArchived();
    world.restartWithoutLocalStore();
    Answer.Ack again = world.ack(rename);
    assertThat(again.repeated()).isTrue();
    assertThat(again.seq()).isEqualTo(first.seq()).isEqualTo(2);
    assertThat(again.time()).isEqualTo(first.time());
    assertThat(world.failure(named("free text", "Water")).code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(events(1)).containsExactly(updated(3, "Coffee", null));
  }

  private LongFunction<Request> named(String name, String groupName) {
    return request ->
        new Command.UpdateConversation(
            request, world.ann, world.room, Authority.USER, name, true, groupName, null);
  }

  @Test
  void ofTwoRacingRequestsOfOneNameOneIsCarriedOut() {
    List<CompletableFuture<Packet>> racers =
        IntStream.range(0, 8).mapToObj(_ -> world.gateway.ask(named("race", "Tea"))).toList();
    assertThat(racers.stream().map(SmallWorld::ack))
        .allMatch(ack -> ack.seq() == 1)
        .filteredOn(ack -> !ack.repeated())
        .hasSize(1);
    world.assertSeqsAreDense();
    assertThat(world.page(world.ben, 0, 200).seq()).isEqualTo(1);
  }

  @Test
  void aNameThatPostgreSqlRefusesIsSetAsideAndErasedOnceItIsOverwritten() {
    Database database = world.database().database();
    database.update(
        "ALTER TABLE conversations ADD CONSTRAINT no_poison CHECK (group_name <> 'poison')");
    world.ack(world.update(world.ann, "1", "poison", "{\"a\":1}"));
    world.ack(world.send(world.ann, "2", "text"));
    world.engine.awaitArchived();
    assertThat(texts("SELECT group_name || ' ' || seq AS t FROM conversations"))
        .containsExactly("\uFFFD 2");
    assertThat(texts("SELECT convert_from(content, 'UTF8') AS t FROM set_aside"))
        .containsExactly("poison");
    assertThat(texts("SELECT convert_from(metadata, 'UTF8') AS t FROM set_aside"))
        .containsExactly("{\"a\":1}");
    world.ack(world.update(world.ann, "3", "Tea", null));
    world.engine.awaitArchived();
    assertThat(texts("SELECT group_name || ' ' || seq AS t FROM conversations"))
        .containsExactly("Tea 3");
    assertThat(texts("SELECT kind AS t FROM set_aside WHERE content IS NULL AND metadata IS NULL"))
        .containsExactly("ConversationUpdated");
  }

  private List<String> texts(String query) {
    return world.database().database().list(query, row -> row.text("t"));
  }

  @Test
  void theOwnerAloneMayAndWhoIsNoMemberLearnsNothing() {
    assertThat(world.failure(world.update(world.ben, "a member", "Tea", null)).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(world.failure(world.update(4711, "a stranger", "Tea", null)).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    world.ack(world.remove(world.ann, "leave", world.ann));
    assertThat(world.failure(world.update(world.ann, "the old owner", "Tea", null)).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
    world.ack(world.update(world.ben, "the new owner", "Tea", null));
    assertThat(events(1))
        .containsExactly(new Event.ConversationUpdated(world.room, 2, world.ben, "Tea", null));
  }

  @Test
  void whatIsLeftOutStaysAlsoOnceTheRecordIsTruncated() {
    world.ack(world.update(world.ann, "1", "Tea", "{\"a\":1}"));
    world.engine.awaitArchived();
    world.letMemoryGo();
    Answer.Ack second = world.ack(world.update(world.ann, "2", "Coffee", null));
    assertThat(events(second.seq() - 1))
        .containsExactly(updated(second.seq(), "Coffee", "{\"a\":1}"));
    world.engine.awaitArchived();
    world.restartWithoutLocalStore();
    Answer.Ack third = world.ack(world.update(world.ann, "3", null, "{\"a\":2}"));
    assertThat(events(second.seq())).containsExactly(updated(third.seq(), "Coffee", "{\"a\":2}"));
  }

  /// What memory and the local store do not know stands in PostgreSQL alone.
  @Test
  void withoutPostgreSqlWhatIsKnownHereIsEnough() {
    world.ack(world.send(world.ann, "load", "text"));
    world.engine.databaseIsAway = true;
    assertThat(world.failure(world.update(world.ann, "half", "Tea", null)).code())
        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    world.ack(world.update(world.ann, "whole", "Tea", "{\"a\":1}"));
    world.ack(world.update(world.ann, "half again", "Coffee", null));
    world.restart();
    world.engine.databaseIsAway = true;
    world.ack(world.update(world.ann, "from the journal", null, "{\"a\":2}"));
    assertThat(events(3)).containsExactly(updated(4, "Coffee", "{\"a\":2}"));
  }
}
