package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A failure harms what it happens to, and nothing else: it is answered and counted.
@Timeout(120)
final class FailuresTest {
  private SmallWorld world;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private double exceptions() {
    return world.engine.meters.counter("engine.exceptions").count();
  }

  @Test
  void aFailureWhileACommandIsJudgedLeavesNoHoleAndHarmsNoOtherConversation() {
    TestSession bens = world.gateway.attach(world.ben);
    long neighbour = neighbourOfTheRoom();
    world.ack(world.send(world.ann, "one", "one"));
    CompletableFuture<Packet> before = world.gateway.ask(world.send(world.ben, "two", "two"));
    SmallWorld.ack(before);
    world.engine.idsThatThrow.set(1);
    assertThat(world.failure(world.send(world.ann, "three", "three")).code())
        .isEqualTo(ErrorCode.INTERNAL);
    assertThat(exceptions()).isEqualTo(1);
    assertThat(
            world.gateway.answer(
                request ->
                    new Command.SendMessage(
                        request, world.ann, neighbour, Authority.USER, "a", true, "a", null)))
        .isInstanceOf(Answer.Ack.class);
    assertThat(untilAccepted("three").seq()).isEqualTo(3);
    assertThat(untilAccepted("four").seq()).isEqualTo(4);
    bens.await(4, event -> event instanceof Event.Message m && m.conversationID() == world.room);
    world.assertSeqsAreDense();
    assertThat(exceptions()).isEqualTo(1);
  }

  private long neighbourOfTheRoom() {
    for (int i = 0; i < 1000; i++) {
      long made = world.engine.conversation(List.of(world.ann, world.ben));
      if (Shards.ofConversation(made) == Shards.ofConversation(world.room)) {
        return made;
      }
    }
    throw new AssertionError("no other conversation came to this shard");
  }

  /// While the conversation is loaded again it is not available.
  private Answer.Ack untilAccepted(String name) {
    for (int i = 0; i < 10_000; i++) {
      switch (world.gateway.answer(world.send(world.ann, name, name))) {
        case Answer.Ack ack -> {
          return ack;
        }
        case Answer.Failure failure ->
            assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        case Packet answer -> throw new AssertionError(answer.toString());
      }
    }
    throw new AssertionError("never accepted");
  }

  @Test
  void anErrorInALookUpIsAnsweredAndTheNextOneGoesOn() {
    long message = world.ack(world.send(world.ann, "one", "one")).messageID();
    world.letMemoryGo();
    world.engine.afterReads.put("message", new ThrowsOnce());
    CompletableFuture<Packet> failing =
        world.gateway.ask(world.edit(world.ann, message, "edit 1", "two"));
    CompletableFuture<Packet> behind =
        world.gateway.ask(world.edit(world.ann, message, "edit 2", "three"));
    CompletableFuture<Packet> others = world.gateway.ask(world.send(world.ben, "b", "b"));
    assertThat(((Answer.Failure) TestGateway.await(failing)).code())
        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    SmallWorld.ack(behind);
    SmallWorld.ack(others);
    assertThat(world.engine.meters.counter("engine.lookups.failed").count()).isEqualTo(1);
  }

  @Test
  void anErrorInALoadingIsAnsweredAndTheNextOneLoads() {
    world.ack(world.send(world.ann, "one", "one"));
    world.letMemoryGo();
    world.engine.afterReads.put("conversation", new ThrowsOnce());
    assertThat(world.failure(world.send(world.ann, "two", "two")).code())
        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    world.ack(world.send(world.ann, "two", "two"));
  }

  @Test
  void anErrorInAPageIsAnsweredAndTheNextOneComes() {
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.afterReads.put("events", new ThrowsOnce());
    assertThat(world.failure(world.resume(world.ben, 0, 0, 200)).code())
        .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(world.page(world.ben, 0, 200).items()).hasSize(1);
  }
}
