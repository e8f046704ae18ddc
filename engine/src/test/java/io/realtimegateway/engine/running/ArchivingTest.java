package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.engine.archive.ArchiverSettings;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.store.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the archiver does when something is in its way, and what it says of itself.
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
      world.engine.archiver.flushNow(shard, index);
      until(() -> world.engine.archiver.archivedIndex(shard) >= index);
      assertThat(world.engine.archiver.health().failure()).contains("the test wants this");
    }
    acceptMoves();
    world.engine.awaitArchived();
    until(() -> world.engine.archiver.health().failure().isEmpty());
  }

  @Test
  void anErrorEndsNoWorker() {
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.awaitArchived();
    world.engine.journal.afterArchived = new ThrowsOnce();
    world.ack(world.send(world.ann, "two", "two"));
    world.ack(world.send(world.ann, "three", "three"));
    until(() -> count("SELECT count(*) AS n FROM messages WHERE seq = 3") == 1);
    until(() -> world.engine.archiver.health().failure().isEmpty());
  }

  @Test
  void whatWasCommittedThoughItLookedLikeAFailureCountsAsArchived() {
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.awaitArchived();
    int shard = Shards.ofUser(world.ann);
    refuseToMove(shard);
    world.gateway.attach(world.ann);
    until(() -> !world.engine.archiver.health().failure().isEmpty());
    JournalEntry online = world.engine.journal.read(shard, 1, 100, 1 << 20).getLast();
    world
        .database()
        .database()
        .update(
            """
            DO $$ BEGIN
              DROP TRIGGER refusing ON shard_positions;
              UPDATE shard_positions SET epoch = %d, "index" = %d WHERE shard = %d;
            END $$
            """
                .formatted(online.epoch(), online.index(), shard));
    world.engine.awaitArchived();
    until(() -> world.engine.journal.status().unarchivedRecords() == 0);
  }

  @Test
  void aReadThatWaitsIsToldAlsoWhereTheJournalCannotNoteWhatIsArchived() {
    int shard = Shards.ofConversation(world.room);
    try (ManualGateway api = world.engine.manual(Role.API, 9)) {
      api.register(0);
      api.register(1);
      world.ack(world.send(world.ann, "one", "one"));
      world.engine.awaitArchived();
      refuseToMove(shard);
      world.ack(world.send(world.ann, "two", "two"));
      CompletableFuture<Packet> waiting =
          api.ask(request -> new Command.Barrier(request, world.ann, world.room, shard, 10_000));
      api.answer(request -> new Command.QueryPresence(request, 0, shard, List.of(world.ann)));
      world.engine.journal.afterArchived = new ThrowsOnce();
      acceptMoves();
      assertThat(TestGateway.await(waiting)).isInstanceOf(Answer.BarrierPassed.class);
    }
  }

  @Test
  void aShardThatHasMoreThanABatchKeepsNoOtherWaiting() {
    long early = world.room;
    long late = laterOfTheSameWorker();
    say(late, 0);
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.awaitArchived();
    refuseToMove(Shards.ofConversation(early), Shards.ofConversation(late));
    sayMuch(early);
    say(late, 1);
    acceptMoves();
    world.engine.awaitArchived();
    assertThat(transactionOf(late)).isLessThan(transactionOf(early));
  }

  @Test
  void aDamagedShardIsNotArchivedAnyMoreAndKeepsNoOtherWaiting() {
    int shard = Shards.ofConversation(world.room);
    long late = laterOfTheSameWorker();
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.awaitArchived();
    halt(shard);
    assertThat(world.engine.archiver.health().stopped().get(shard)).contains("is damaged");
    say(late, 0);
    until(() -> messages(late) == 1);
    assertThat(messages(world.room)).isEqualTo(1);
    assertThat(world.engine.archiver.health().failure()).isEmpty();
  }

  @Test
  void aRecordWhosePlaceholderIsRefusedTooStopsItsShardAlone() {
    int shard = Shards.ofConversation(world.room);
    long late = laterOfTheSameWorker();
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.awaitArchived();
    refuseMessagesOf(world.room);
    world.ack(world.send(world.ann, "two", "two"));
    say(late, 0);
    until(() -> messages(late) == 1);
    until(() -> world.engine.archiver.health().stopped().containsKey(shard));
    assertThat(world.engine.archiver.health().stopped().get(shard)).contains("placeholder");
    assertThat(world.engine.archiver.health().failure()).isEmpty();
    assertThat(messages(world.room)).isEqualTo(1);
  }

  /// A shard that is not archived any more leaves its conversations unannounced.
  @Test
  void conversationsOfAStoppedShardDoNotHideThoseThatAreNotAnnounced() {
    int shard = Shards.ofConversation(world.room);
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.awaitArchived();
    halt(shard);
    long id = world.room;
    for (int made = 0; made < 2 * 100; id++) {
      if (Shards.ofConversation(id) == shard && id > world.room) {
        insertConversation(id);
        made++;
      }
    }
    TestSession bens = world.gateway.attach(world.ben);
    long other = id;
    while (Shards.ofConversation(other) == shard) {
      other++;
    }
    long newest = other;
    insertConversation(newest);
    bens.await(
        1,
        event ->
            event instanceof Event.AddedToConversation added && added.conversationID() == newest);
  }

  /// What was handed over is lost with a batch that fails, so that the room's shard is read from
  /// the journal, which is damaged there.
  private void halt(int shard) {
    refuseToMove(shard);
    world.engine.journal.damage(shard);
    world.ack(world.send(world.ann, "two", "two"));
    until(() -> world.engine.archiver.health().stopped().containsKey(shard));
    acceptMoves();
  }

  /// As the API does, under an id of the test's choice.
  private void insertConversation(long id) {
    Database database = world.database().database();
    database.update(
        """
        INSERT INTO conversations (id, type, creator_id, owner_id, group_name, created_at, last_activity_at,
          participant_count)
        SELECT ?, type, creator_id, owner_id, group_name, created_at, last_activity_at, participant_count
        FROM conversations WHERE id = ?
        """,
        id,
        world.room);
    database.update(
        """
        INSERT INTO members (conversation_id, user_id, is_member, joined_at, change_seq, ordinal)
        SELECT ?, user_id, is_member, joined_at, 0, ordinal FROM members WHERE conversation_id = ?
        """,
        id,
        world.room);
  }

  /// For what they hold.
  private void refuseMessagesOf(long conversation) {
    world
        .database()
        .database()
        .update(
            """
            CREATE FUNCTION refuse_message() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'the test wants this' USING ERRCODE = '22023'; END $$
            """);
    world
        .database()
        .database()
        .update(
            """
            CREATE TRIGGER refusing_messages BEFORE INSERT ON messages FOR EACH ROW
            WHEN (NEW.conversation_id = %d) EXECUTE FUNCTION refuse_message()
            """
                .formatted(conversation));
  }

  /// In the order in which its worker comes by.
  private long laterOfTheSameWorker() {
    int shard = Shards.ofConversation(world.room);
    for (int i = 0; i < 1000; i++) {
      long made = world.engine.conversation(List.of(world.ann, world.ben));
      if (workerOf(made) == workerOf(world.room) && Shards.ofConversation(made) > shard) {
        return made;
      }
    }
    throw new AssertionError("the room is in the last shard");
  }

  /// More than two batches.
  private void sayMuch(long conversation) {
    int most = 2 * ArchiverSettings.defaults().batch() + 1000;
    List<CompletableFuture<Packet>> asked = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      String name = SmallWorld.uuid(0, i);
      asked.add(
          world.gateway.ask(
              request ->
                  new Command.SendMessage(
                      request, world.ann, conversation, Authority.USER, name, false, "x", null)));
      if (asked.size() == 500) {
        asked.forEach(SmallWorld::ack);
        asked.clear();
      }
    }
  }

  /// Number of the transaction that moved a conversation's shard last.
  private long transactionOf(long conversation) {
    return count(
        "SELECT xmin::text::bigint AS n FROM shard_positions WHERE shard = "
            + Shards.ofConversation(conversation));
  }

  private long messages(long conversation) {
    return count("SELECT count(*) AS n FROM messages WHERE conversation_id = " + conversation);
  }

  private long count(String query) {
    return world.database().database().list(query, row -> row.number("n")).getFirst();
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
  private void refuseToMove(Integer... shards) {
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
            WHEN (NEW.shard IN (%s) AND NEW."index" <> OLD."index") EXECUTE FUNCTION refuse()
            """
                .formatted(
                    Arrays.stream(shards).map(String::valueOf).collect(Collectors.joining(","))));
  }

  private void acceptMoves() {
    world.database().database().update("DROP TRIGGER refusing ON shard_positions");
  }
}
