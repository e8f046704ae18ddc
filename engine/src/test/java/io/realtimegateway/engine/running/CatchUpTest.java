package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Answer.ResetReason;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Pages of changes, and what happens while one is read.
@Timeout(120)
final class CatchUpTest {
  private SmallWorld world;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder, RunningEngine.OPTIONS, CatchUpTest::truncatingSoon);
  }

  /// What is archived leaves the local store after a second.
  private static JournalSettings truncatingSoon(JournalSettings base) {
    return new JournalSettings(
        base.level(),
        base.syncInterval(),
        base.limit(),
        Duration.ofSeconds(1),
        base.windowSize(),
        base.namesSize(),
        base.namesAge(),
        base.conversations());
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aPageLeavesNothingOutThatTheStoreShowsBeforeItsOutcomeIsTold() {
    long message = world.ack(world.send(world.ann, "one", "one")).messageID();
    world.engine.journal.holdOutcomes();
    CompletableFuture<Packet> edit =
        world.gateway.ask(world.edit(world.ann, message, "edit", "two"));
    while (world.engine.views().head(world.room) < 2) {
      Thread.onSpinWait();
    }
    CompletableFuture<Packet> asked = world.gateway.ask(world.resume(world.ben, 0, 0, 200));
    giveTimeToAnswer(asked);
    world.engine.journal.releaseOutcomes();
    SmallWorld.ack(edit);
    Copy copy = pageAndWhatIsBehindIt(asked);
    assertThat(copy.messages().get(message).text()).isEqualTo("two");
  }

  @Test
  void aPageLeavesNothingOutThatIsOnlyDecidedToChange() {
    long message = world.ack(world.send(world.ann, "one", "one")).messageID();
    Gate gate = new Gate();
    world.engine.afterReads.put("events", gate);
    CompletableFuture<Packet> asked = world.gateway.ask(world.resume(world.ben, 0, 0, 200));
    gate.awaitReached();
    world.engine.journal.holdOutcomes();
    CompletableFuture<Packet> edit =
        world.gateway.ask(world.edit(world.ann, message, "edit", "two"));
    while (world.engine.views().head(world.room) < 2) {
      Thread.onSpinWait();
    }
    gate.open();
    giveTimeToAnswer(asked);
    world.engine.journal.releaseOutcomes();
    Copy copy = pageAndWhatIsBehindIt(asked);
    SmallWorld.ack(edit);
    finish(world.ben, copy);
    assertThat(copy.messages().get(message).text()).isEqualTo("two");
  }

  /// A page that is empty and says that there is more would be asked for again at once, for ever.
  @Test
  void whatNeitherTheStoreNorTheArchiveHasYetIsRefused() {
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.awaitArchived();
    world.engine.journal.damage(Shards.ofConversation(world.room));
    world.ack(world.send(world.ann, "two", "two"));
    world.engine.hasNoEvents = true;
    Answer.Changes page = (Answer.Changes) world.gateway.answer(world.resume(world.ben, 0, 0, 200));
    assertThat(page.more()).isTrue();
    assertThat(page.seq()).isEqualTo(1);
    Packet next = world.gateway.answer(world.resume(world.ben, 1, 0, 200));
    assertThat(next).isInstanceOf(Answer.Failure.class);
    assertThat(((Answer.Failure) next).code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    world.engine.hasNoEvents = false;
    page = (Answer.Changes) world.gateway.answer(world.resume(world.ben, 1, 0, 200));
    assertThat(page.more()).isFalse();
    assertThat(page.seq()).isEqualTo(2);
  }

  @Test
  void whoseRemovalIsOnlyDecidedIsNotToldOfIt() {
    TestSession bens = world.gateway.attach(world.ben);
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.journal.holdOutcomes();
    CompletableFuture<Packet> removal =
        world.gateway.ask(world.remove(world.ann, "remove", world.ben));
    while (world.engine.views().head(world.room) < 2) {
      Thread.onSpinWait();
    }
    CompletableFuture<Packet> read = world.gateway.ask(world.read(bens, 1));
    giveTimeToAnswer(read);
    assertThat(read).isNotDone();
    world.engine.journal.releaseOutcomes();
    SmallWorld.ack(removal);
    assertThat(((Answer.Failure) TestGateway.await(read)).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  /// Long enough for an answer that should not come yet.
  private static void giveTimeToAnswer(CompletableFuture<Packet> asked) {
    var _ = asked.copy().completeOnTimeout(null, 500, TimeUnit.MILLISECONDS).join();
  }

  /// Asks for more only where the page says so.
  private Copy pageAndWhatIsBehindIt(CompletableFuture<Packet> asked) {
    Copy copy = new Copy();
    Answer.Changes page = (Answer.Changes) TestGateway.await(asked);
    copy.page(page);
    if (page.more()) {
      finish(world.ben, copy);
    }
    assertThat(copy.messages()).as(page.toString()).isNotEmpty();
    return copy;
  }

  @Test
  void aTextThatWasDeletedWhileThePageWasReadIsToldToNobody() {
    Answer.Ack secret = world.ack(world.send(world.ann, "one", "secret"));
    world.ack(world.send(world.ann, "two", "other"));
    Gate gate = new Gate();
    world.engine.afterReads.put("memberChangeSeqs", gate);
    CompletableFuture<Packet> asked = world.gateway.ask(world.resume(world.ben, 0, 0, 200));
    gate.awaitReached();
    world.ack(world.delete(world.ann, secret.messageID(), "delete"));
    for (int i = 0; i < 600; i++) {
      // More than memory keeps.
      world.ack(world.send(world.ann, "more " + i, "text"));
    }
    gate.open();
    Answer.Changes page = (Answer.Changes) TestGateway.await(asked);
    assertThat(page.items().toString()).doesNotContain("secret");
    assertThat(page.more()).isTrue();
    Copy copy = new Copy();
    copy.page(page);
    finish(world.ben, copy);
    assertThat(copy.messages().get(secret.messageID()).text()).isEmpty();
    assertThat(copy.messages()).hasSize(602);
  }

  @Test
  void aPageThatWasAskedForBeforeARemovalIsNotGivenAfterIt() {
    world.ack(world.send(world.ann, "one", "one"));
    Gate gate = new Gate();
    world.engine.afterReads.put("events", gate);
    CompletableFuture<Packet> asked = world.gateway.ask(world.resume(world.ben, 0, 0, 200));
    gate.awaitReached();
    world.ack(world.remove(world.ann, "remove", world.ben));
    gate.open();
    assertThat(TestGateway.await(asked))
        .isInstanceOfSatisfying(
            Answer.Reset.class,
            reset -> assertThat(reset.reason()).isEqualTo(ResetReason.NOT_MEMBER));
  }

  @Test
  void aRemovalThatComesToNothingIsToldToNobody() {
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.journal.set(new Chances(Duration.ofMillis(300), 1, 0));
    CompletableFuture<Packet> removal =
        world.gateway.ask(world.remove(world.ann, "remove", world.ben));
    CompletableFuture<Packet> page = world.gateway.ask(world.resume(world.ben, 0, 0, 200));
    CompletableFuture<Packet> bens = world.gateway.ask(world.send(world.ben, "two", "two"));
    while (world.engine.journal.lost() == 0) {
      Thread.onSpinWait();
    }
    world.engine.journal.set(Chances.CALM);
    assertThat(TestGateway.await(removal)).isInstanceOf(Answer.Failure.class);
    assertThat(TestGateway.await(page)).isNotInstanceOf(Answer.Reset.class);
    assertThat(((Answer.Failure) TestGateway.await(bens)).code().name())
        .isEqualTo("SERVICE_UNAVAILABLE");
    world.ack(world.send(world.ben, "two", "two"));
  }

  @Test
  void resetsSayWhy() {
    world.ack(world.send(world.ann, "one", "one"));
    long epoch = world.page(world.ben, 0, 200).epoch();
    assertReset(world.ben, 0, epoch + 1, ResetReason.EPOCH);
    assertReset(world.ben, 2, epoch, ResetReason.AHEAD);
    assertReset(4711, 0, epoch, ResetReason.NOT_MEMBER);
    assertThat(world.gateway.answer(world.resume(world.ben, 1, epoch, 200)))
        .isInstanceOf(Answer.Changes.class);
    world.restart();
    assertThat(world.gateway.answer(world.resume(world.ben, 0, epoch, 200)))
        .isInstanceOf(Answer.Changes.class);
    world.restartWithoutLocalStore();
    assertReset(world.ben, 0, epoch, ResetReason.EPOCH);
    Copy afresh = new Copy();
    finish(world.ben, afresh);
    assertThat(afresh.messages()).hasSize(1);
  }

  private void assertReset(long user, long seq, long epoch, ResetReason reason) {
    assertThat(world.gateway.answer(world.resume(user, seq, epoch, 200)))
        .isInstanceOfSatisfying(
            Answer.Reset.class, reset -> assertThat(reset.reason()).isEqualTo(reason));
  }

  /// The oldest part stands in PostgreSQL alone, the newest in the local store alone, and objects
  /// of every part change between two pages.
  @Test
  void pagesGoAcrossPostgresTheLocalStoreAndMemoryWhileThingsChange() {
    Random random = new Random(7);
    List<Long> old = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      old.add(world.ack(world.send(world.ann, "old " + i, "old")).messageID());
    }
    world.ack(world.remove(world.ann, "remove", world.cy));
    world.engine.awaitArchived();
    while (world.engine.views().events(world.room, 1, 1, 1_000_000).isPresent()) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 20; i++) {
      world.ack(world.edit(world.ann, old.get(i), "early edit " + i, "edited"));
      world.ack(world.send(world.ann, "new " + i, "new"));
    }
    Copy copy = new Copy();
    boolean more = true;
    for (int page = 0; more; page++) {
      Answer.Changes changes = world.page(world.ben, copy.seq(), 7);
      assertThat(changes.items().size()).isLessThanOrEqualTo(7);
      copy.page(changes);
      more = changes.more();
      if (page < 12) {
        long message = old.get(random.nextInt(old.size()));
        world.ack(world.edit(world.ann, message, "edit " + page, "later " + page));
        world.gateway.answer(world.delete(world.ann, old.get(100 + page), "delete " + page));
        world.ack(world.add(world.ann, "add " + page, 1000L + page));
      }
    }
    Copy fresh = new Copy();
    finish(world.ann, fresh);
    assertThat(copy.messages()).isEqualTo(fresh.messages());
    assertThat(copy.members()).isEqualTo(fresh.members());
    assertThat(copy.seq()).isEqualTo(fresh.seq());
    assertThat(copy.messages()).hasSize(170);
    assertThat(copy.members()).containsEntry(world.cy, false).containsEntry(1011L, true);
  }

  private void finish(long user, Copy copy) {
    Answer.Changes page;
    do {
      page = world.page(user, copy.seq(), 200);
      assertThat(page.items()).noneMatch(change -> change.event() instanceof Event.Presence);
      copy.page(page);
    } while (page.more());
  }
}
