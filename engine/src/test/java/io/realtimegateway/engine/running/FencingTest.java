package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.link.accepting.EngineEndpoint;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.store.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is still under way when a log is lost.
@Timeout(60)
final class FencingTest {
  /// For what should not happen.
  private static final long LONG_ENOUGH_NANOS = 500_000_000L;

  private TestDatabase database;
  private RunningEngine engine;
  private TestGateway gateway;
  private long ann;
  private long ben;
  private long conversation;

  @BeforeEach
  void start(@TempDir Path folder) {
    database = TestDatabase.open();
    engine = new RunningEngine(database.database(), folder, 1);
    ann = engine.user("ann");
    ben = engine.user("ben");
    conversation = engine.conversation(List.of(ann, ben));
    gateway = engine.gateway();
  }

  @AfterEach
  void stop() {
    engine.close();
    database.close();
  }

  @Test
  void aLookUpThatReturnsAfterTheLogWasLostDecidesNothing() throws Exception {
    assertThat(acked(send(ben, uuid(1))).seq()).isEqualTo(1);
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean isFirst = new AtomicBoolean(true);
    engine.afterNameLookUp =
        () -> {
          if (isFirst.getAndSet(false)) {
            looking.countDown();
            awaitUninterrupted(goOn);
          }
        };
    CompletableFuture<Packet> anns = gateway.ask(send(ann, "a free name"));
    assertThat(looking.await(20, TimeUnit.SECONDS)).isTrue();
    engine.journal.set(new Chances(Duration.ZERO, 1, 0));
    CompletableFuture<Packet> lost = gateway.ask(send(ben, uuid(2)));
    while (engine.journal.lost() == 0) {
      Thread.onSpinWait();
    }
    engine.journal.set(Chances.CALM);
    TestGateway.await(lost);
    acked(send(ben, uuid(3)));
    TestGateway.await(anns);
    acked(send(ann, "a free name"));
    goOn.countDown();
    for (int i = 4; i < 60; i++) {
      acked(send(ben, uuid(i)));
    }
    assertSeqsAreDense();
  }

  @Test
  void anAppendThatThrowsIsCountedAndTheLoopGoesOn() {
    acked(send(ben, uuid(1)));
    engine.journal.throwNext();
    CompletableFuture<Packet> unlucky = gateway.ask(send(ben, uuid(2)));
    TestGateway.await(unlucky);
    acked(send(ben, uuid(2)));
    acked(send(ann, uuid(3)));
    assertThat(engine.meters.counter("engine.exceptions").count()).isEqualTo(1);
    assertSeqsAreDense();
  }

  @Test
  void aLogThatIsBeingTakenOverWhenTheProcessIsFencedIsNotOwnedAgain() throws Exception {
    acked(send(ben, uuid(1)));
    Gate gate = new Gate();
    engine.afterReads.put("onlineUsers", gate);
    engine.journal.set(new Chances(Duration.ZERO, 1, 0));
    var _ = gateway.ask(send(ben, uuid(2)));
    gate.awaitReached();
    long before = term();
    engine.engine.fence();
    gate.open();
    long end = System.nanoTime() + LONG_ENOUGH_NANOS;
    while (System.nanoTime() < end) {
      assertThat(term()).isEqualTo(before);
    }
  }

  /// As where a write failed on a full disk: all logs wait until the store can be written again.
  @Test
  void allLogsAreTakenOverAgainWhereTheyAreLostTogether() throws Exception {
    List<Long> conversations = oneOfEachLog();
    conversations.forEach(in -> acked(send(in, ben, uuid(1))));
    CountDownLatch waiting = new CountDownLatch(Shards.LOGS);
    CountDownLatch goOn = new CountDownLatch(1);
    engine.journal.beforeOwn =
        () -> {
          waiting.countDown();
          awaitUninterrupted(goOn);
        };
    engine.journal.set(new Chances(Duration.ofMillis(200), 1, 0));
    for (long in : conversations) {
      var _ = gateway.ask(send(in, ben, uuid(2)));
    }
    assertThat(waiting.await(20, TimeUnit.SECONDS)).as("none waits for another").isTrue();
    engine.journal.set(Chances.CALM);
    goOn.countDown();
    conversations.forEach(in -> acked(send(in, ben, uuid(3))));
  }

  private List<Long> oneOfEachLog() {
    Map<Integer, Long> found = new TreeMap<>();
    while (found.size() < Shards.LOGS) {
      long made = engine.conversation(List.of(ann, ben));
      found.put(Shards.logOf(Shards.ofConversation(made)), made);
    }
    return List.copyOf(found.values());
  }

  /// Under which the conversation's log was owned last.
  private long term() throws Exception {
    int shard = Shards.ofConversation(conversation);
    EngineEndpoint endpoint = engine.engine.endpoints().get(engine.loopNumberOf(shard));
    return engine
        .loopOf(shard)
        .submit(
            () ->
                endpoint.logs().stream()
                    .filter(owned -> owned.log() == Shards.logOf(shard))
                    .mapToLong(LinkPacket.OwnedLog::term)
                    .sum())
        .get();
  }

  private void assertSeqsAreDense() {
    long seq = 0;
    for (var entry : engine.records(conversation)) {
      if (entry.record() instanceof ConversationEvent event) {
        assertThat(event.seq()).isEqualTo(seq + 1);
        seq = event.lastSeq();
      }
    }
  }

  private LongFunction<Request> send(long user, String name) {
    return send(conversation, user, name);
  }

  private static LongFunction<Request> send(long in, long user, String name) {
    return request ->
        new Command.SendMessage(
            request, user, in, Authority.USER, name, true, "text of " + name, null);
  }

  private Answer.Ack acked(LongFunction<Request> command) {
    for (int i = 0; i < 500; i++) {
      if (gateway.answer(command) instanceof Answer.Ack ack) {
        return ack;
      }
    }
    throw new AssertionError("not acknowledged");
  }

  private static String uuid(int number) {
    String time = "%012x".formatted(System.currentTimeMillis());
    return "%s-%s-7000-8000-%012x".formatted(time.substring(0, 8), time.substring(8), number);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
