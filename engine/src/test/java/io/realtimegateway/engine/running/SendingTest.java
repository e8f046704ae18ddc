package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.store.testing.TestDatabase;
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

/// Sending, repeating, and who hears it, on real loops and links under a journal that takes its
/// time.
@Timeout(60)
final class SendingTest {
  private static final long DAY = 86_400_000;

  private TestDatabase database;
  private RunningEngine engine;
  private TestGateway gateway;
  private Path folder;
  private long ann;
  private long ben;
  private long conversation;

  @BeforeEach
  void start(@TempDir Path temporary) {
    folder = temporary;
    database = TestDatabase.open();
    run();
    ann = engine.user("ann");
    ben = engine.user("ben");
    conversation = engine.conversation(List.of(ann, ben));
  }

  private void run() {
    engine = new RunningEngine(database.database(), folder, 1);
    engine.journal.set(new Chances(Duration.ofMillis(3), 0, 0));
    gateway = engine.gateway();
  }

  @AfterEach
  void stop() {
    engine.close();
    database.close();
  }

  @Test
  void everySessionHearsEachMessageOnceInOrderAndTheAckComesBeforeTheOwnCopy() {
    TestSession anns = gateway.attach(ann);
    TestSession second = engine.gateway().attach(ann);
    TestSession bens = gateway.attach(ben);
    List<CompletableFuture<Boolean>> acksFirst = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      acksFirst.add(
          gateway
              .ask(send(ann, uuid(0, i), "text " + i))
              .thenApply(answer -> !hasHeard(anns, ((Answer.Ack) answer).messageID())));
    }
    for (CompletableFuture<Boolean> first : acksFirst) {
      assertThat(TestGateway.await(first)).isTrue();
    }
    for (TestSession session : List.of(anns, second, bens)) {
      List<Event> heard = session.await(100, Event.Message.class::isInstance);
      for (int i = 0; i < 100; i++) {
        assertThat(((Event.Message) heard.get(i)).seq()).isEqualTo(i + 1);
        assertThat(((Event.Message) heard.get(i)).content()).isEqualTo("text " + i);
      }
      assertThat(heard).hasSize(100);
    }
  }

  @Test
  void aNameSentTwiceAtOnceFromTwoLoopsMakesOneMessage() {
    TestGateway other = engine.gateway();
    for (String name : List.of(uuid(0, 1), "any text", uuid(-3_600_000, 2), uuid(3_600_000, 3))) {
      CompletableFuture<Packet> one = gateway.ask(send(ann, name, "hello"));
      CompletableFuture<Packet> two = other.ask(send(ann, name, "hello"));
      assertSame((Answer.Ack) TestGateway.await(one), (Answer.Ack) TestGateway.await(two));
    }
  }

  @Test
  void aRepeatGetsTheFirstAnswerAfterAnEditAndARestartWhateverTheClientsClock() {
    List<String> names =
        List.of(
            uuid(0, 1),
            uuid(-3_600_000, 2),
            uuid(3_600_000, 3),
            uuid(-3 * DAY, 4),
            uuid(3 * DAY, 5),
            "any text");
    List<Answer.Ack> first = names.stream().map(n -> ack(send(ann, n, "hello"))).toList();
    first.forEach(ack -> ack(edit(ack.messageID(), uuid(0, 100 + (int) ack.seq()), "other")));
    assertRepeats(names, first);
    engine.close();
    run();
    assertRepeats(names, first);
  }

  private void assertRepeats(List<String> names, List<Answer.Ack> first) {
    for (int i = 0; i < names.size(); i++) {
      assertSame(ack(send(ann, names.get(i), "hello")), first.get(i));
      Answer.Failure conflict =
          (Answer.Failure) gateway.answer(send(ann, names.get(i), "something else"));
      assertThat(conflict.code()).isEqualTo(ErrorCode.CONFLICT);
    }
  }

  @Test
  void anOlderEditThatIsRepeatedDoesNotComeBackOverALaterOne() {
    TestSession bens = gateway.attach(ben);
    long message = ack(send(ann, uuid(0, 1), "one")).messageID();
    String name = uuid(0, 101);
    Answer.Ack older = ack(edit(message, name, "two"));
    ack(edit(message, uuid(0, 102), "three"));
    assertThat(ack(edit(message, name, "two")).seq()).isEqualTo(older.seq());
    ack(send(ann, uuid(0, 2), "last"));
    bens.await(2, Event.Message.class::isInstance);
    assertThat(bens.await(2, Event.MessageUpdated.class::isInstance)).hasSize(2);
    assertThat(bens.copy(conversation).messages().get(message).text()).isEqualTo("three");
  }

  @Test
  void whoIsRemovedUnderAFloodHearsNothingLater() {
    TestSession anns = gateway.attach(ann);
    TestSession bens = gateway.attach(ben);
    List<CompletableFuture<Packet>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(gateway.ask(send(ann, uuid(0, i), "text " + i)));
      if (i == 100) {
        all.add(
            gateway.ask(
                request ->
                    new Command.RemoveMember(
                        request, ann, conversation, Authority.USER, uuid(0, 901), ben)));
      }
    }
    all.forEach(answer -> assertThat(TestGateway.await(answer)).isInstanceOf(Answer.Ack.class));
    anns.await(200, Event.Message.class::isInstance);
    List<Event> heard = bens.await(1, Event.RemovedFromConversation.class::isInstance);
    long removedAt = ((Event.RemovedFromConversation) heard.getFirst()).seq();
    assertThat(bens.events().getLast()).isEqualTo(heard.getFirst());
    assertThat(bens.copy(conversation).seq()).isEqualTo(removedAt - 1);
    assertThat(((Answer.Failure) gateway.answer(send(ben, uuid(0, 900), "no"))).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void aConversationWhoseAnnouncementWasLostIsAnnouncedByTheSweeper() {
    TestSession bens = gateway.attach(ben);
    List<Event> told = bens.await(1, Event.AddedToConversation.class::isInstance);
    assertThat(((Event.AddedToConversation) told.getFirst()).conversationID())
        .isEqualTo(conversation);
  }

  private static boolean hasHeard(TestSession session, long messageID) {
    return session.events().stream()
        .anyMatch(event -> event instanceof Event.Message m && m.messageID() == messageID);
  }

  private static void assertSame(Answer.Ack one, Answer.Ack two) {
    assertThat(List.of(one.messageID(), one.seq(), one.time()))
        .isEqualTo(List.of(two.messageID(), two.seq(), two.time()));
  }

  private Answer.Ack ack(LongFunction<Request> command) {
    return (Answer.Ack) gateway.answer(command);
  }

  private LongFunction<Request> send(long user, String name, String text) {
    return request ->
        new Command.SendMessage(
            request, user, conversation, Authority.USER, name, true, text, null);
  }

  private LongFunction<Request> edit(long message, String name, String text) {
    return request ->
        new Command.UpdateMessage(
            request, ann, conversation, message, Authority.USER, name, false, text, null, 0);
  }

  /// A name whose clock is off by so many milliseconds.
  private static String uuid(long off, int number) {
    String time = "%012x".formatted(System.currentTimeMillis() + off);
    return "%s-%s-7000-8000-%012x".formatted(time.substring(0, 8), time.substring(8), number);
  }
}
