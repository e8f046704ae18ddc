package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that lived on repeats commands of which the engine, which lost its local store, knows
/// nothing any more.
@Timeout(60)
final class LostNamesTest {
  private static final String UNKNOWN =
      "the outcome of this command is unknown: the engine lost its record of it";

  private SmallWorld world;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whatMayHaveBeenCarriedOutBeforeTheLossIsNotCarriedOutAgain() {
    long message = world.ack(world.send(world.ann, "named", "one")).messageID();
    long other = world.ack(world.send(world.ann, "another", "one")).messageID();
    List<LongFunction<Request>> before =
        List.of(
            world.sendUnnamed(world.ann, "a send", "once"),
            world.edit(world.ann, message, "an edit", "two"),
            world.delete(world.ann, other, "a deletion"),
            world.remove(world.ann, "a removal", world.ben),
            world.add(world.ann, "an addition", world.ben));
    before.forEach(world::ack);
    long head = world.ack(world.edit(world.ann, message, "a later edit", "three")).seq();

    world.restartWithoutLocalStore();
    before.forEach(this::assertIsRefused);

    Copy copy = new Copy();
    copy.page(world.page(world.ann, 0, 200));
    assertThat(copy.seq()).isEqualTo(head);
    assertThat(copy.messages().get(message).text()).isEqualTo("three");
    assertThat(world.engine.meters.counter("engine.lookups.failed").count()).isZero();
  }

  @Test
  void whatTheGatewayGivesAfterTheLossIsCarriedOutAlsoWithPostgresAway() {
    LongFunction<Request> before = world.sendUnnamed(world.ann, "before", "hello");
    world.ack(before);
    world.restartWithoutLocalStore();
    world.ack(world.sendUnnamed(world.ben, "loads the room", "hello"));
    world.engine.databaseIsAway = true;

    CompletableFuture<Packet> refused = world.gateway.ask(before);
    CompletableFuture<Packet> behind =
        world.gateway.ask(world.sendUnnamed(world.ann, "behind it", "hello"));

    assertIsUnknown(TestGateway.await(refused));
    long message = SmallWorld.ack(behind).messageID();
    LongFunction<Request> edit = world.edit(world.ann, message, "an edit", "two");
    assertThat(world.ack(edit).seq()).isEqualTo(4);
    assertThat(world.ack(edit).repeated()).isTrue();
    assertThat(world.engine.meters.counter("engine.lookups.failed").count()).isZero();
  }

  @Test
  void aClockThatIsSetBackBehindTheMakingOfTheStoreHoldsNothingUp() {
    LongFunction<Request> before = world.sendUnnamed(world.ann, "before", "hello");
    world.ack(before);
    world.restartWithoutLocalStore(Clock.offset(Clock.systemUTC(), Duration.ofDays(1)));
    world.restart();

    long message = world.ack(world.sendUnnamed(world.ann, "after", "hello")).messageID();
    LongFunction<Request> edit = world.edit(world.ann, message, "an edit", "two");
    assertThat(world.ack(edit).repeated()).isFalse();
    assertThat(world.ack(edit).repeated()).isTrue();
    world.ack(world.remove(world.ann, "a removal", world.ben));
    assertIsRefused(before);
  }

  @Test
  void anUnnamedCommandWhoseNameTellsNoTimeCountsAsOlder() {
    world.restartWithoutLocalStore();
    assertIsRefused(
        request ->
            new Command.SendMessage(
                request, world.ann, world.room, Authority.USER, "no UUID", false, "text", null));
  }

  private void assertIsRefused(LongFunction<Request> command) {
    assertIsUnknown(world.gateway.answer(command));
  }

  private static void assertIsUnknown(Packet answer) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
              assertThat(failure.message()).isEqualTo(UNKNOWN);
            });
  }
}
