package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the archiver says of itself.
@Timeout(120)
final class ArchivingTest {
  private static final int WORKERS = 2;
  private static final int MESSAGES = 20;

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
  void aWorkerThatFailsIsNotMadeGoodByAnotherThatDoesNot() {
    long other = conversationOfTheOtherWorker();
    world.ack(world.send(world.ann, "one", "one"));
    say(other, 0);
    world.engine.awaitArchived();
    refuseToMove(Shards.ofConversation(world.room));
    world.ack(world.send(world.ann, "two", "two"));
    until(() -> !world.engine.archiver.health().failure().isEmpty());
    for (int i = 1; i <= MESSAGES; i++) {
      say(other, i);
      int shard = Shards.ofConversation(other);
      long index = world.engine.records(other).getLast().index();
      world.engine.archiver.hurry(shard);
      until(() -> world.engine.archiver.archivedIndex(shard) >= index);
      assertThat(world.engine.archiver.health().failure()).contains("the test wants this");
    }
    world.database().database().update("DROP TRIGGER refusing ON shard_positions");
    world.engine.awaitArchived();
    until(() -> world.engine.archiver.health().failure().isEmpty());
  }

  private static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private long conversationOfTheOtherWorker() {
    long made = world.room;
    while (workerOf(made) == workerOf(world.room)) {
      made = world.engine.conversation(List.of(world.ann, world.ben));
    }
    return made;
  }

  private static int workerOf(long conversation) {
    return Shards.logOf(Shards.ofConversation(conversation)) % WORKERS;
  }

  private void say(long conversation, int number) {
    assertThat(
            world.gateway.answer(
                request ->
                    new Command.SendMessage(
                        request,
                        world.ann,
                        conversation,
                        Authority.USER,
                        "n" + number,
                        true,
                        "text",
                        null)))
        .isInstanceOf(Answer.Ack.class);
  }

  /// As a server that shuts down does.
  private void refuseToMove(int shard) {
    world
        .database()
        .database()
        .update(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'the test wants this' USING ERRCODE = '57P01'; END $$
            """);
    world
        .database()
        .database()
        .update(
            """
            CREATE TRIGGER refusing BEFORE UPDATE ON shard_positions FOR EACH ROW
            WHEN (NEW.shard = %d) EXECUTE FUNCTION refuse()
            """
                .formatted(shard));
  }
}
