package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.realtimegateway.journal.testing.UncertainJournal.Chances;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who comes, who goes, and what they hear.
@Timeout(120)
final class MembershipTest {
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
  void whoComesAndGoesUnderAFloodHearsAllOfTheTimesBetweenAndNothingElse() {
    world.engine.journal.set(new Chances(Duration.ofMillis(2), 0, 0));
    TestSession bens = world.engine.gateway().attach(world.ben);
    List<CompletableFuture<Packet>> flood = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      flood.add(world.gateway.ask(world.send(world.ann, "flood " + i, "text " + i)));
      if (i % 100 == 30) {
        flood.add(world.gateway.ask(world.remove(world.ann, "remove " + i, world.ben)));
      } else if (i % 100 == 60) {
        flood.add(world.gateway.ask(world.add(world.ann, "add " + i, world.ben)));
      }
      if (i % 50 == 0) {
        TestGateway.await(flood.getLast());
      }
    }
    flood.forEach(SmallWorld::ack);
    bens.await(10, Event.AddedToConversation.class::isInstance);
    bens.await(
        1, event -> event instanceof Event.Message last && last.content().equals("text 999"));
    long heard = 0;
    boolean isMember = true;
    for (Event event : bens.events()) {
      switch (event) {
        case Event.AddedToConversation added -> {
          // The first is the announcement of the new room.
          assertThat(isMember).isEqualTo(heard == 0);
          isMember = true;
          assertThat(added.seq()).isGreaterThanOrEqualTo(heard);
          heard = added.seq();
        }
        case Event.RemovedFromConversation removed -> {
          assertThat(isMember).isTrue();
          isMember = false;
          assertThat(removed.seq()).isEqualTo(heard + 1);
          heard = removed.seq();
        }
        case Event.Message message -> {
          assertThat(isMember).isTrue();
          assertThat(message.seq()).isEqualTo(heard + 1);
          heard = message.seq();
        }
        default -> {}
      }
    }
    assertThat(heard).isEqualTo(1020);
  }

  @Test
  void ownershipPassesToTheLongestStandingAndSurvivesARestart() {
    world.ack(world.add(world.ann, "add", 1000L));
    assertThat(world.failure(world.remove(world.ben, "too early", 1000)).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
    world.ack(world.remove(world.ann, "leave", world.ann));
    assertThat(world.failure(world.remove(world.cy, "not owner", 1000)).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
    world.restart();
    world.ack(world.add(world.ben, "and back", world.ann));
    world.ack(world.remove(world.ben, "leave too", world.ben));
    world.restartWithoutLocalStore();
    world.ack(world.remove(world.cy, "owner by now", world.ann));
    world.ack(world.remove(world.cy, "leaves as well", world.cy));
    world.ack(world.remove(1000, "the last one", 1000));
    assertThat(world.failure(world.send(1000, "nobody", "hello")).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void tenThousandMembersCanBeAddedAndNotOneMore() {
    TestSession bens = world.gateway.attach(world.ben);
    Answer.Ack added = null;
    for (long first = 100_000; first < 109_997; first += 1000) {
      Long[] some =
          LongStream.range(first, Math.min(first + 1000, 109_997)).boxed().toArray(Long[]::new);
      added = world.ack(world.add(world.ann, "many " + first, some));
    }
    assertThat(added).extracting(Answer.Ack::seq).isEqualTo(9_997L);
    assertThat(bens.await(9_997, Event.MemberAdded.class::isInstance)).hasSize(9_997);
    assertThat(world.failure(world.add(world.ann, "one more", 200_000L)).code())
        .isEqualTo(ErrorCode.BAD_ARGUMENT);
    world.ack(world.add(world.ann, "known ones", 100_001L, 109_996L));
    world.ack(world.remove(world.ann, "one", 100_000));
    world.ack(world.add(world.ann, "the last", 200_000L));
    Copy copy = new Copy();
    Answer.Changes page;
    do {
      page = world.page(world.ben, copy.seq(), 200);
      copy.page(page);
    } while (page.more());
    assertThat(copy.members()).hasSize(9_998).containsEntry(100_000L, false);
    world.restart();
    world.ack(world.send(109_996, "still one", "hello"));
  }

  /// The shard of the added user is busy for longer than the log lives: nobody was told when the
  /// links break, and what the gateway heard of later positions must not hide that.
  @Test
  void whoWasAddedAndNotToldBeforeTheLogWasLostIsToldAfterwards() throws Exception {
    long dan = userFarFromTheRoom();
    TestSession anns = world.gateway.attach(world.ann);
    TestSession dans = world.gateway.attach(dan);
    world.ack(world.send(world.ann, "one", "one"));
    Gate busy = new Gate();
    world.engine.loopOf(Shards.ofUser(dan)).execute(busy);
    busy.awaitReached();
    world.ack(world.add(world.ann, "add", dan));
    world.ack(world.send(world.ann, "two", "two"));
    anns.await(2, Event.Message.class::isInstance);
    world.engine.journal.set(new Chances(Duration.ZERO, 1, 0));
    CompletableFuture<Packet> lost = world.gateway.ask(world.send(world.ann, "three", "three"));
    while (world.engine.journal.lost() == 0) {
      Thread.onSpinWait();
    }
    world.engine.journal.set(Chances.CALM);
    busy.open();
    TestGateway.await(lost);
    dans.awaitMissed(world.room);
  }

  /// Of two who were added together the shard of one has named the sessions there, and the other's
  /// has not yet, when one more session of the first comes.
  @Test
  void aSessionThatComesWhileTheShardsOfOthersAreAskedHearsTheRoom() {
    long dan = userFarFromTheRoom();
    long eve = userNearTheRoom("eve");
    TestSession anns = world.gateway.attach(world.ann);
    TestSession first = world.gateway.attach(eve);
    world.ack(world.send(world.ann, "one", "one"));
    Gate busy = new Gate();
    world.engine.loopOf(Shards.ofUser(dan)).execute(busy);
    busy.awaitReached();
    world.ack(world.add(world.ann, "add", dan, eve));
    anns.await(2, Event.MemberAdded.class::isInstance);
    first.await(1, Event.AddedToConversation.class::isInstance);
    TestSession second = world.gateway.attach(eve);
    busy.open();
    Answer.Ack sent = world.ack(world.send(world.ann, "two", "two"));
    assertThat(second.await(1, Event.Message.class::isInstance))
        .extracting(event -> ((Event.Message) event).seq())
        .containsExactly(sent.seq());
  }

  /// A gateway drops what comes for a session before its `hello`.
  @Test
  void whoIsAddedWhileASessionOfTheirsComesIsToldWhoIsOnline() {
    Coming eves = addWhileComing();
    eves.busy.open();
    TestGateway.await(eves.session)
        .await(1, event -> event.equals(new Event.Presence(eves.fay.userID(), true)));
  }

  @Test
  void whoIsAddedAndGoneBeforeTheHelloDoesNotStayOnline() {
    Coming eves = addWhileComing();
    eves.fay.await(1, event -> event.equals(new Event.Presence(eves.user, true)));
    world.gateway.giveUp(eves.user);
    eves.fay.await(1, event -> event.equals(new Event.Presence(eves.user, false)));
    eves.busy.open();
  }

  /// A session that cannot be attached while a loop is busy, and the online member of the room to
  /// which its user was added meanwhile.
  private record Coming(
      long user, CompletableFuture<TestSession> session, Gate busy, TestSession fay) {}

  private Coming addWhileComing() {
    long eve = userNearTheRoom("eve");
    long fay = userNearTheRoom("fay");
    long far = conversationFarFromTheRoom(List.of(world.ann, eve));
    world.ack(world.add(world.ann, "add fay", fay));
    TestSession fays = world.gateway.attach(fay);
    world.ack(SmallWorld.send(world.ann, far, "load", "text"));
    Gate busy = new Gate();
    world.engine.loopOf(Shards.ofConversation(far)).execute(busy);
    busy.awaitReached();
    CompletableFuture<TestSession> attaching = world.gateway.attaching(eve);
    world.ack(world.add(world.ann, "add eve", eve));
    world.engine.awaitArchived();
    return new Coming(eve, attaching, busy, fays);
  }

  @Test
  void whoComesRightAfterBeingAddedAndWhoIsOnlineAreToldOfEachOther() {
    long eve = world.engine.user("eve");
    TestSession anns = world.gateway.attach(world.ann);
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.awaitArchived(); // The archiver now gathers before its next batch.
    world.ack(world.add(world.ann, "add", eve));
    TestSession eves = world.gateway.attach(eve);
    eves.await(1, event -> event.equals(new Event.Presence(world.ann, true)));
    anns.await(1, event -> event.equals(new Event.Presence(eve, true)));
  }

  private long conversationFarFromTheRoom(List<Long> members) {
    EventLoop loop = world.engine.loopOf(Shards.ofConversation(world.room));
    for (int i = 0; i < 100; i++) {
      long conversation = world.engine.conversation(members);
      if (!world.engine.loopOf(Shards.ofConversation(conversation)).equals(loop)) {
        return conversation;
      }
    }
    throw new AssertionError("all conversations are near");
  }

  /// A user whose shard lives on another loop than the room's.
  private long userFarFromTheRoom() {
    return user("dan", false);
  }

  /// A user whose shard lives on the room's loop.
  private long userNearTheRoom(String name) {
    return user(name, true);
  }

  private long user(String name, boolean isNear) {
    EventLoop loop = world.engine.loopOf(Shards.ofConversation(world.room));
    for (int i = 0; i < 100; i++) {
      long user = world.engine.user(name + i);
      if (world.engine.loopOf(Shards.ofUser(user)).equals(loop) == isNear) {
        return user;
      }
    }
    throw new AssertionError("all users are on one loop");
  }

  @Test
  void aSessionThatComesWhileItsUserLeavesHearsOfIt() {
    world.ack(world.send(world.ann, "one", "one"));
    world.engine.journal.holdOutcomes();
    CompletableFuture<Packet> removal =
        world.gateway.ask(world.remove(world.ann, "remove", world.ben));
    while (world.engine.views().head(world.room) < 2) {
      Thread.onSpinWait();
    }
    CompletableFuture<TestSession> attaching = world.gateway.attaching(world.ben);
    TestSession bens = TestGateway.await(attaching);
    world.engine.journal.releaseOutcomes();
    SmallWorld.ack(removal);
    assertThat(bens.await(1, Event.RemovedFromConversation.class::isInstance)).hasSize(1);
  }
}
