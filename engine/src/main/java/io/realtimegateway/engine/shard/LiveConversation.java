package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.core.Decision;
import io.realtimegateway.engine.core.Fact;
import io.realtimegateway.engine.core.Given;
import io.realtimegateway.engine.core.Member;
import io.realtimegateway.engine.presence.PresenceDirectory;
import io.realtimegateway.journal.record.JournalEntry;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A conversation in memory, ready for commands: its core, who hears it, and what is on its way.
final class LiveConversation {
  /// Where a conversation has at most so many members, all of them hear how far each has read.
  private static final int READ_MARKERS_TO_ALL = 50;

  private final Shard shard;
  private final Conversation core;
  private final Audiences audiences;
  private final OwedAnswers owed;
  private final Judging judging;
  private final CatchUp catchUp;
  private final Typists typists;
  private final ReadMarkers markers;
  private final MarkerCommands markerCommands;
  private final Orders orders;
  private final long load;
  private final Deque<PendingJoin> pendingJoins = new ArrayDeque<>();
  private int inFlight;
  private boolean isSpoilt;
  private long lastIndex;
  private long usedAt;

  /// Members who were added and whose sessions are not in the audience yet.
  ///
  /// @param index of the record that added them
  /// @param shards that have not said which sessions they have
  private record PendingJoin(long index, Set<Integer> shards, Set<Long> users) {}

  /// A loaded conversation.
  ///
  /// @param load number of this loading
  LiveConversation(Shard shard, Conversation core, Audiences audiences, Orders orders, long load) {
    this.shard = shard;
    this.core = core;
    this.audiences = audiences;
    this.orders = orders;
    this.load = load;
    this.owed = new OwedAnswers(core, shard.writer());
    this.judging = new Judging(core, shard, owed, new Acceptance());
    this.catchUp = new CatchUp(shard, core, owed);
    this.typists = new Typists(core.id(), event -> deliver(event, event.userID()));
    this.markers = new ReadMarkers(this::tellMarker);
    this.markerCommands = new MarkerCommands(shard, core, owed, this::readMarkerMoved);
    this.usedAt = shard.nanos();
  }

  Conversation core() {
    return core;
  }

  Audiences audiences() {
    return audiences;
  }

  void handle(PeerLink from, Command command) {
    usedAt = shard.nanos();
    if (isSpoilt && command instanceof Request request) {
      from.refuse(
          request.request(), ErrorCode.SERVICE_UNAVAILABLE, "the conversation is loaded again");
      return;
    }
    switch (command) {
      case Command.SendMessage send -> ask(from, send.request(), orders.of(send));
      case Command.UpdateMessage update -> ask(from, update.request(), orders.of(update));
      case Command.DeleteMessage delete -> ask(from, delete.request(), orders.of(delete));
      case Command.AddMembers add -> ask(from, add.request(), orders.of(add));
      case Command.RemoveMember remove -> ask(from, remove.request(), orders.of(remove));
      case Command.UpdateConversation update -> ask(from, update.request(), orders.of(update));
      case Command.Typing typing -> type(from, typing);
      case Command.MarkRead read -> markerCommands.read(from, read);
      case Command.Announce announce ->
          from.send(ack(announce.request(), new Given(0, core.committed(), 0, 0, 0)));
      case Command.Resume resume -> catchUp.page(from, resume);
      case Command.Barrier barrier -> shard.barrier(from, barrier);
      case Command.QueryPresence query ->
          from.refuse(query.request(), ErrorCode.BAD_REQUEST, "no command of a conversation");
    }
  }

  private void ask(PeerLink from, long request, io.realtimegateway.engine.core.Order order) {
    judging.ask(new Asked(from, request, order));
  }

  /// What becomes of orders.
  private final class Acceptance implements Judging.Accepting {
    @Override
    public void accepted(Asked asked, Decision.Accepted accepted) {
      inFlight++;
      shard.append(
          Records.of(core.id(), accepted.fact(), asked.order().named()),
          new Pending.Waiter() {
            @Override
            public void committed(JournalEntry entry) {
              commit(asked, accepted, entry.index());
            }

            @Override
            public void fenced() {
              Judging.unknown(asked);
            }
          });
    }

    @Override
    public void spoilt() {
      isSpoilt = true;
      shard.spoilt(LiveConversation.this);
    }
  }

  private void commit(Asked asked, Decision.Accepted accepted, long index) {
    inFlight--;
    lastIndex = index;
    core.commit(accepted.fact().lastSeq());
    asked.from().send(ack(asked.request(), accepted.given()));
    tell(accepted.fact());
    owed.committed();
  }

  private Answer.Ack ack(long request, Given given) {
    return new Answer.Ack(
        request, core.id(), given.messageID(), given.seq(), given.time(), false, false);
  }

  private void tell(Fact fact) {
    switch (fact) {
      case Fact.Created created -> {
        deliver(FactEvents.of(core.id(), created), 0);
        if (!typists.isEmpty()) {
          typists.said(created.author());
        }
      }
      case Fact.Edited edited -> {
        catchUp.changed(edited.message().messageID(), edited.seq());
        deliver(FactEvents.of(core.id(), edited), 0);
      }
      case Fact.Deleted deleted -> {
        catchUp.changed(deleted.message().messageID(), deleted.seq());
        deliver(FactEvents.of(core.id(), deleted), 0);
      }
      case Fact.Updated updated -> {
        catchUp.updated(updated.seq());
        deliver(FactEvents.of(core.id(), updated), 0);
      }
      case Fact.Added added -> {
        hurryArchive();
        tellAdded(added);
      }
      case Fact.Removed removed -> {
        hurryArchive();
        tellRemoved(removed);
      }
    }
  }

  /// Who is whose peer is read from PostgreSQL, when the next session comes or goes.
  private void hurryArchive() {
    shard.services().archive().hurry(shard.number());
  }

  /// The position stays behind the adding until those who were added have been told, so it does in
  /// what the others hear of it.
  private void tellAdded(Fact.Added added) {
    Set<Integer> shards = new HashSet<>();
    added.users().forEach(user -> shards.add(Shards.ofUser(user)));
    pendingJoins.add(new PendingJoin(lastIndex, shards, Set.copyOf(added.users())));
    shard.joining(lastIndex);
    long seq = added.seq();
    for (long user : added.users()) {
      deliver(new Event.MemberAdded(core.id(), seq++, user), user);
    }
    Subscriptions.subscribe(shard, core.id(), load, added.users());
  }

  private void tellRemoved(Fact.Removed removed) {
    long user = removed.user();
    Event heard = new Event.RemovedFromConversation(core.id(), removed.seq());
    List<SessionAddress> addresses = audiences.of(user);
    // A link that breaks behind this packet has not heard MemberRemoved, of the same record, yet.
    long before = Math.min(shard.toldIndex(), lastIndex - 1);
    audiences.direct(shard.number(), before, user, null, heard);
    addresses.forEach(audiences::remove);
    typists.said(user);
    markers.removed(user);
    deliver(new Event.MemberRemoved(core.id(), removed.seq(), user), user);
    Subscriptions.removed(shard, core.id(), user);
  }

  private List<Long> memberIDs() {
    return core.members().stream().map(Member::userID).toList();
  }

  private void deliver(Event event, long exceptUser) {
    audiences.deliver(shard.number(), shard.toldIndex(), exceptUser, event);
  }

  private void type(PeerLink from, Command.Typing typing) {
    if (!core.isMember(typing.userID())) {
      owed.refuseStranger(from, typing.request());
      return;
    }
    typists.typing(
        from.place().address(typing.userID(), typing.session()), typing.isTyping(), shard.nanos());
    shard.ticking(this);
  }

  private void readMarkerMoved(long user, long seq, @Nullable SessionAddress mover) {
    markers.moved(user, seq, mover, shard.nanos());
    shard.ticking(this);
  }

  private void tellMarker(long user, long seq, @Nullable SessionAddress except) {
    Event event = new Event.ReadMarker(core.id(), user, seq);
    audiences.direct(shard.number(), shard.toldIndex(), user, except, event);
    if (core.members().size() <= READ_MARKERS_TO_ALL) {
      deliver(event, user);
    }
  }

  /// Tells the first members of a new conversation.
  ///
  /// @param index of the record that made it known
  void announce(long index) {
    lastIndex = index;
    audiences.directToAll(
        shard.number(),
        shard.toldIndex(),
        new Event.AddedToConversation(core.id(), core.committed(), shard.epoch()));
    shard.services().presence().introduce(audiences.all(), List.of(), memberIDs());
  }

  /// The sessions of members who were added.
  void address(ShardPacket.Subscribed subscribed) {
    for (SessionAddress address : subscribed.addresses()) {
      if (core.isCommittedMember(address.userID())) {
        audiences.add(address);
      }
    }
    Event added = new Event.AddedToConversation(core.id(), core.committed(), shard.epoch());
    for (long user : subscribed.users()) {
      if (core.isCommittedMember(user)) {
        audiences.direct(shard.number(), shard.toldIndex(), user, null, added);
      }
    }
    introduce(subscribed);
    joined(subscribed.userShard());
  }

  private void introduce(ShardPacket.Subscribed subscribed) {
    PresenceDirectory presence = shard.services().presence();
    if (presence.makesPeers(core.members().size())) {
      List<Long> all = memberIDs();
      List<Long> others = new ArrayList<>(all);
      others.removeAll(Set.copyOf(subscribed.users()));
      presence.introduce(subscribed.addresses(), others, all);
    }
  }

  /// Shards answer in the order in which they were asked.
  private void joined(int userShard) {
    for (Iterator<PendingJoin> all = pendingJoins.iterator(); all.hasNext(); ) {
      PendingJoin joining = all.next();
      if (joining.shards.remove(userShard)) {
        if (joining.shards.isEmpty()) {
          all.remove();
          shard.joined(joining.index);
        }
        return;
      }
    }
  }

  private boolean isJoining(long user) {
    int shardOfUser = Shards.ofUser(user);
    return pendingJoins.stream()
        .anyMatch(joining -> joining.shards.contains(shardOfUser) && joining.users.contains(user));
  }

  /// A session of a member wants to hear this conversation. Of those who were added a moment ago
  /// all sessions are told by their shard, and come together.
  void address(ShardPacket.JoinAudience take) {
    SessionAddress address = take.address();
    if (!core.isCommittedMember(address.userID()) || isJoining(address.userID())) {
      return;
    }
    audiences.add(address);
    PeerLink link = shard.linkOf(Place.of(address));
    if (take.returning() && link != null) {
      link.returned(core.id());
      if (lastIndex > link.registeredAt(shard.number())) {
        link.send(new Delivery.Lagging(shard.number(), core.id(), List.of(address.userID())));
      }
    }
  }

  void leave(SessionAddress address) {
    audiences.remove(address);
    typists.left(address);
  }

  /// Does what is due.
  ///
  /// @return whether there is something to do at the next tick
  boolean tick(long now) {
    typists.tick(now);
    markers.tick(now);
    return !typists.isEmpty() || !markers.isEmpty();
  }

  boolean isIdle() {
    return isSettled()
        && judging.isIdle()
        && catchUp.isIdle()
        && typists.isEmpty()
        && markers.isEmpty();
  }

  /// Whether nothing is on its way that a new loading would not know of.
  boolean isSettled() {
    return inFlight == 0 && pendingJoins.isEmpty() && owed.isEmpty() && markerCommands.isSettled();
  }

  long usedAt() {
    return usedAt;
  }

  /// Leaves memory; who waits is told that nothing is known.
  void forget() {
    judging.forget();
    owed.forget();
    pendingJoins.forEach(joining -> shard.joined(joining.index));
    pendingJoins.clear();
    audiences.drop();
    Subscriptions.unsubscribe(shard, core.id(), memberIDs());
  }
}
