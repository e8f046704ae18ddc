package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Logins that are ended while a log is lost.
@Timeout(120)
final class RevocationsTest {
  private SmallWorld world;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
    endLogins(world.ben, "now()");
    awaitKnown(world.ben);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whatTheJournalDidNotTakeIsWrittenOnceTheLogIsOwnedAgain() {
    world.engine.journal.set(new Chances(Duration.ZERO, 1, 0));
    endLogins(world.ann, "now()");
    while (world.engine.journal.lost() == 0) {
      Thread.onSpinWait();
    }
    world.engine.journal.set(Chances.CALM);
    awaitKnown(world.ann);
  }

  /// Of what is older than a minute it is not told again otherwise.
  @Test
  void whatWasEndedLongBeforeTheLogWasOwnedAgainIsKnown() {
    long neighbour = conversationInTheLogOf(world.ann);
    Gate gate = new Gate();
    world.engine.afterReads.put("onlineUsers", gate);
    world.engine.journal.set(new Chances(Duration.ZERO, 1, 0));
    var _ =
        world.gateway.ask(
            request ->
                new Command.SendMessage(
                    request, world.ann, neighbour, Authority.USER, "lost", true, "text", null));
    gate.awaitReached();
    world.engine.journal.set(Chances.CALM);
    endLogins(world.ann, "now() - interval '2 minutes'");
    gate.open();
    awaitKnown(world.ann);
  }

  private long conversationInTheLogOf(long user) {
    for (int i = 0; i < 1000; i++) {
      long made = world.engine.conversation(List.of(world.ann, world.ben));
      if (Shards.logOf(Shards.ofConversation(made)) == Shards.logOf(Shards.ofUser(user))) {
        return made;
      }
    }
    throw new AssertionError("no conversation came to the log of the user");
  }

  private void endLogins(long user, String when) {
    world
        .database()
        .database()
        .update(
            """
            INSERT INTO revocations (user_id, issued_before, kept_until, revoked_at)
            VALUES (?, now(), now() + interval '1 hour', %s)
            """
                .formatted(when),
            user);
  }

  private void awaitKnown(long user) {
    long end = System.nanoTime() + 30_000_000_000L;
    int shard = Shards.ofUser(user);
    while (world.engine.views().revocations(shard, 0).stream()
        .noneMatch(revoked -> revoked.userID() == user)) {
      assertThat(System.nanoTime()).as("the login is not known as ended").isLessThan(end);
    }
  }
}
