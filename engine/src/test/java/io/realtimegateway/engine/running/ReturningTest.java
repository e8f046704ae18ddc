package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.SessionPacket.LiveSession;
import io.realtimegateway.store.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sessions that outlive their links or the engine: what happens before they are back is not lost
/// on them. The user's link is the one to loop 0, the conversation's the one to loop 1.
@Timeout(90)
final class ReturningTest {
  private static final long NODE = 500;
  private static final int OF_USER = 0;
  private static final int OF_CONVERSATION = 1;

  private TestDatabase database;
  private RunningEngine engine;
  private Path folder;
  private long owner;
  private long member;
  private long conversation;
  private int names;

  @BeforeEach
  void start(@TempDir Path temporary) {
    folder = temporary;
    database = TestDatabase.open();
    run();
    owner = userOn(OF_CONVERSATION, "owner");
    member = userOn(OF_USER, "member");
    conversation = conversationOn(OF_CONVERSATION);
  }

  private void run() {
    engine = new RunningEngine(database.database(), folder, 1);
  }

  @AfterEach
  void stop() {
    engine.close();
    database.close();
  }

  @Test
  void whoIsRemovedBeforeItsOwnLinkIsBackIsToldLagging() {
    LiveSession session = attachAndRestart();
    try (ManualGateway back = engine.manual(Role.GATEWAY, NODE)) {
      back.register(OF_CONVERSATION);
      acked(engine.gateway(), remove(member));
      back.register(OF_USER, session);
      assertThat(back.came()).contains(lagging(Shards.ofUser(member), conversation));
    }
  }

  @Test
  void whoIsInANewConversationBeforeItsOwnLinkIsBackIsToldLagging() {
    LiveSession session = attachAndRestart();
    try (ManualGateway back = engine.manual(Role.GATEWAY, NODE)) {
      back.register(OF_CONVERSATION);
      long made = conversationOn(OF_CONVERSATION);
      TestGateway other = engine.gateway();
      assertThat(other.answer(resume(made))).isInstanceOf(Answer.Changes.class);
      back.register(OF_USER, session);
      back.await("lagging", lagging(Shards.ofConversation(made), made)::equals);
    }
  }

  @Test
  void whatIsSaidBeforeTheOwnLinkIsBackIsToldLagging() {
    LiveSession session = attachAndRestart();
    try (ManualGateway back = engine.manual(Role.GATEWAY, NODE)) {
      back.register(OF_CONVERSATION);
      acked(engine.gateway(), send());
      back.register(OF_USER, session);
      back.await("lagging", lagging(Shards.ofConversation(conversation), conversation)::equals);
    }
  }

  /// The link is open and has not registered, so the engine does not know yet what was missed.
  @Test
  void whatIsSaidBeforeTheConversationsLinkIsBackComesBehindLagging() {
    LiveSession session = attachAndRestart();
    int shard = Shards.ofConversation(conversation);
    try (ManualGateway back = engine.manual(Role.GATEWAY, NODE)) {
      List<Position> heard = back.welcomedAt(OF_CONVERSATION);
      back.register(OF_USER, session);
      TestGateway other = engine.gateway();
      acked(other, send());
      acked(other, send());
      back.await("the second event", isDelivered(heard, shard, 2));
      List<Packet> came = back.came();
      Packet event = back.await("an event", Delivery.Deliver.class::isInstance);
      assertThat(came.subList(0, came.indexOf(event)))
          .filteredOn(lagging(shard, conversation)::equals)
          .hasSize(1);
      assertThat(came.subList(came.indexOf(event), came.size()))
          .doesNotContain(lagging(shard, conversation));
      back.beginToRegister(OF_CONVERSATION, heard);
      back.await("Registered", packet -> isRegistered(packet, shard));
    }
  }

  private static Predicate<Packet> isDelivered(List<Position> from, int shard, int events) {
    long first = from.stream().filter(at -> at.shard() == shard).findFirst().orElseThrow().index();
    return packet ->
        packet instanceof Delivery.Deliver event
            && event.shard() == shard
            && event.index() >= first + events;
  }

  /// What was missed is read beside the loop, while the conversation goes on.
  @Test
  void whatIsSaidWhileTheMissedIsReadComesBehindLagging() {
    LiveSession session = attachAndRestart();
    int shard = Shards.ofConversation(conversation);
    Gate gate = new Gate();
    try (ManualGateway back = engine.manual(Role.GATEWAY, NODE)) {
      back.register(OF_USER, session);
      TestGateway other = engine.gateway();
      engine.afterReads.put("changedSince", gate);
      List<Position> heard =
          back.welcomedAt(OF_CONVERSATION).stream()
              .map(at -> at.shard() == shard ? new Position(shard, at.epoch(), at.index() - 1) : at)
              .toList();
      back.beginToRegister(OF_CONVERSATION, heard);
      gate.awaitReached();
      acked(other, send());
      acked(other, send());
      Packet event = back.await("an event", Delivery.Deliver.class::isInstance);
      List<Packet> came = back.came();
      assertThat(came.subList(0, came.indexOf(event))).contains(lagging(shard, conversation));
      gate.open();
      back.await("Registered", packet -> isRegistered(packet, shard));
    } finally {
      gate.open();
    }
  }

  private static boolean isRegistered(Packet packet, int shard) {
    return packet instanceof SessionPacket.Registered registered
        && registered.positions().stream().anyMatch(at -> at.shard() == shard);
  }

  @Test
  void peersWhoCameAndWentWhileTheLinkWasAwayAreTold() {
    TestGateway other = engine.gateway();
    TestSession witness = other.attach(owner);
    long third = userOn(OF_CONVERSATION, "third");
    long _ = engine.conversation(List.of(owner, member, third));
    LiveSession session;
    try (ManualGateway first = engine.manual(Role.GATEWAY, NODE)) {
      first.register(OF_USER);
      first.register(OF_CONVERSATION);
      session = first.attach(7, member);
      // The question who is online is over, so that only the change itself can tell of the third.
      first.await("presence", packet -> isPresence(packet, owner, true));
    }
    other.attach(third);
    witness.await(1, new Event.Presence(third, true)::equals);
    try (ManualGateway back = engine.manual(Role.GATEWAY, NODE)) {
      back.register(OF_USER, session);
      back.register(OF_CONVERSATION);
      back.await("presence", packet -> isPresence(packet, third, true));
    }
  }

  @Test
  void aPositionStaysBehindAnAddingUntilTheAddedIsTold() throws Exception {
    try (ManualGateway gateway = engine.manual(Role.GATEWAY, NODE)) {
      gateway.register(OF_USER);
      gateway.register(OF_CONVERSATION);
      gateway.attach(1, owner);
      long added = userOn(OF_USER, "added");
      gateway.attach(2, added);
      assertThat(gateway.answer(send())).isInstanceOf(Answer.Ack.class);
      CountDownLatch goOn = new CountDownLatch(1);
      CountDownLatch stands = new CountDownLatch(1);
      engine
          .eventLoop(OF_USER)
          .execute(
              () -> {
                stands.countDown();
                awaitUninterrupted(goOn);
              });
      long index;
      try {
        stands.await();
        assertThat(gateway.answer(add(added))).isInstanceOf(Answer.Ack.class);
        Delivery.Deliver told =
            (Delivery.Deliver) gateway.await("MemberAdded", packet -> isAdding(packet, added));
        index = indexOfAdding();
        assertThat(told.index()).isLessThan(index);
      } finally {
        goOn.countDown();
      }
      gateway.await("AddedToConversation", ReturningTest::isInvitation);
      assertThat(gateway.answer(send())).isInstanceOf(Answer.Ack.class);
      gateway.await(
          "a position above the adding",
          packet -> packet instanceof Delivery.Deliver later && later.index() > index);
    }
  }

  @Test
  void aPositionStaysBehindARemovalUntilTheOtherMembersAreTold() {
    try (ManualGateway gateway = engine.manual(Role.GATEWAY, NODE)) {
      gateway.register(OF_USER);
      gateway.register(OF_CONVERSATION);
      gateway.attach(1, owner);
      gateway.attach(2, member);
      assertThat(gateway.answer(remove(member))).isInstanceOf(Answer.Ack.class);
      Packet others = gateway.await("MemberRemoved", ReturningTest::isRemoval);
      Packet own = gateway.await("RemovedFromConversation", ReturningTest::isExpulsion);
      assertThat(gateway.came().indexOf(own)).isLessThan(gateway.came().indexOf(others));
      assertThat(((Delivery.Direct) own).index()).isLessThan(((Delivery.Deliver) others).index());
    }
  }

  /// A session of the member was there when the engine stopped; another engine runs now.
  private LiveSession attachAndRestart() {
    TestGateway other = engine.gateway();
    acked(other, send());
    LiveSession session;
    try (ManualGateway first = engine.manual(Role.GATEWAY, NODE)) {
      first.register(OF_USER);
      first.register(OF_CONVERSATION);
      session = first.attach(7, member);
      awaitOnline(member);
    }
    engine.close();
    run();
    return session;
  }

  private void awaitOnline(long user) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (engine.journal.read(Shards.ofUser(user), 1, 1000, 1 << 20).stream()
        .noneMatch(
            entry ->
                entry.record() instanceof JournalRecord.OnlineChanged change
                    && change.cameOnline().contains(user))) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private long userOn(int loop, String name) {
    return LongStream.iterate(0, i -> i + 1)
        .map(i -> engine.user(name + i))
        .filter(user -> engine.loopNumberOf(Shards.ofUser(user)) == loop)
        .findFirst()
        .orElseThrow();
  }

  private long conversationOn(int loop) {
    return LongStream.generate(() -> engine.conversation(List.of(owner, member)))
        .filter(id -> engine.loopNumberOf(Shards.ofConversation(id)) == loop)
        .findFirst()
        .orElseThrow();
  }

  private long indexOfAdding() {
    return engine.records(conversation).stream()
        .filter(entry -> entry.record() instanceof JournalRecord.MembersAdded)
        .mapToLong(entry -> entry.index())
        .max()
        .orElseThrow();
  }

  private Packet lagging(int shard, long id) {
    return new Delivery.Lagging(shard, id, List.of(member));
  }

  private static boolean isPresence(Packet packet, long user, boolean isOnline) {
    return packet instanceof Delivery.Direct direct
        && direct.event().equals(new Event.Presence(user, isOnline));
  }

  private static boolean isAdding(Packet packet, long user) {
    return packet instanceof Delivery.Deliver(int _, int _, long _, long _, Event.MemberAdded added)
        && added.userID() == user;
  }

  private static boolean isRemoval(Packet packet) {
    return packet instanceof Delivery.Deliver(int _, int _, long _, long _, Event.MemberRemoved _);
  }

  private static boolean isExpulsion(Packet packet) {
    return packet
        instanceof Delivery.Direct(List<Long> _, int _, long _, Event.RemovedFromConversation _);
  }

  private static boolean isInvitation(Packet packet) {
    return packet
        instanceof Delivery.Direct(List<Long> _, int _, long _, Event.AddedToConversation _);
  }

  private static void acked(TestGateway gateway, LongFunction<Request> command) {
    assertThat(gateway.answer(command)).isInstanceOf(Answer.Ack.class);
  }

  private LongFunction<Request> send() {
    String name = "name " + names++;
    return request ->
        new Command.SendMessage(
            request, owner, conversation, Authority.USER, name, true, "text", null);
  }

  private LongFunction<Request> remove(long user) {
    String name = SmallWorld.uuid(0, names++);
    return request ->
        new Command.RemoveMember(request, owner, conversation, Authority.USER, name, user);
  }

  private LongFunction<Request> add(long user) {
    String name = SmallWorld.uuid(0, names++);
    return request ->
        new Command.AddMembers(request, owner, conversation, Authority.USER, name, List.of(user));
  }

  private LongFunction<Request> resume(long id) {
    return request -> new Command.Resume(request, owner, id, Authority.USER, 0, 0, 10);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
