package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.core.Decision;
import io.realtimegateway.engine.core.Fact;
import io.realtimegateway.engine.core.Given;
import io.realtimegateway.engine.core.Member;
import io.realtimegateway.journal.record.JournalEntry;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Answer.ResetReason;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.protocol.packet.ShardPacket.Seat;
import java.util.ArrayList;
import java.util.List;

/// A conversation in memory, ready for commands: its core, who hears it, and what is on its way.
final class LiveConversation {
  /// Where a conversation has at most so many members, all of them hear how far each has read.
  private static final int READ_MARKERS_TO_ALL = 50;

  private final Shard shard;
  private final Conversation core;
  private final Audiences audiences;
  private final Judging judging;
  private final Typists typists;
  private final ReadMarkers markers;
  private final Orders orders;
  private final long load;
  private int inFlight;

  /// Shards of added users that have not answered.
  private int introductions;

  private long lastIndex;
  private long usedAt;

  /// A loaded conversation.
  ///
  /// @param load number of this loading
  LiveConversation(Shard shard, Conversation core, Audiences audiences, Orders orders, long load) {
    this.shard = shard;
    this.core = core;
    this.audiences = audiences;
    this.orders = orders;
    this.load = load;
    this.judging = new Judging(core, shard, shard.world(), this::accept);
    this.typists = new Typists(core.id(), event -> deliver(event, event.userID()));
    this.markers = new ReadMarkers(this::tellMarker);
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
    switch (command) {
      case Command.SendMessage send -> ask(from, send.request(), orders.of(send));
      case Command.UpdateMessage update -> ask(from, update.request(), orders.of(update));
      case Command.DeleteMessage delete -> ask(from, delete.request(), orders.of(delete));
      case Command.AddMembers add -> ask(from, add.request(), orders.of(add));
      case Command.RemoveMember remove -> ask(from, remove.request(), orders.of(remove));
      case Command.Typing typing -> type(from, typing);
      case Command.MarkRead read -> read(from, read);
      case Command.Announce announce ->
          from.send(ack(announce.request(), new Given(0, core.committed(), 0, 0, 0)));
      case Command.Resume resume -> resume(from, resume);
      case Command.Barrier barrier -> shard.barrier(from, barrier);
      case Command.QueryPresence query ->
          from.refuse(query.request(), ErrorCode.BAD_REQUEST, "no command of a conversation");
    }
  }

  private void ask(PeerLink from, long request, io.realtimegateway.engine.core.Order order) {
    judging.ask(new Asked(from, request, order));
  }

  private void accept(Asked asked, Decision.Accepted accepted) {
    inFlight++;
    shard.append(
        Records.of(core.id(), accepted.fact(), asked.order().named()),
        new Pending.Waiter() {
          @Override
          public void committed(JournalEntry entry) {
            inFlight--;
            lastIndex = entry.index();
            core.commit(accepted.fact().lastSeq());
            asked.from().send(ack(asked.request(), accepted.given()));
            tell(accepted.fact());
            judging.committed();
          }

          @Override
          public void fenced() {
            Judging.unknown(asked);
          }
        });
  }

  private Answer.Ack ack(long request, Given given) {
    return new Answer.Ack(
        request, core.id(), given.messageID(), given.seq(), given.time(), false, false);
  }

  private void tell(Fact fact) {
    switch (fact) {
      case Fact.Created created -> {
        deliver(
            new Event.Message(
                core.id(),
                created.seq(),
                created.messageID(),
                created.author(),
                created.createdAt(),
                created.content(),
                created.metadata(),
                created.clientMessageID()),
            0);
        if (!typists.isEmpty()) {
          typists.said(created.author());
        }
      }
      case Fact.Edited edited ->
          deliver(
              new Event.MessageUpdated(
                  core.id(),
                  edited.seq(),
                  edited.message().messageID(),
                  edited.updatedAt(),
                  edited.content(),
                  edited.message().metadata()),
              0);
      case Fact.Deleted deleted ->
          deliver(
              new Event.MessageDeleted(
                  core.id(),
                  deleted.seq(),
                  deleted.message().messageID(),
                  deleted.message().author()),
              0);
      case Fact.Added added -> tellAdded(added);
      case Fact.Removed removed -> tellRemoved(removed);
    }
  }

  private void tellAdded(Fact.Added added) {
    shard.introducing(core.id(), lastIndex);
    long seq = added.seq();
    for (long user : added.users()) {
      deliver(new Event.MemberAdded(core.id(), seq++, user), user);
    }
    introductions += Subscriptions.subscribe(shard, core.id(), load, added.users());
  }

  private void tellRemoved(Fact.Removed removed) {
    long user = removed.user();
    Event heard = new Event.RemovedFromConversation(core.id(), removed.seq());
    List<Seat> seats = audiences.of(user);
    audiences.direct(shard.number(), shard.toldIndex(), user, 0, heard);
    seats.forEach(audiences::remove);
    typists.removed(user);
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
      from.refuse(typing.request(), ErrorCode.NOT_FOUND, "no such conversation");
      return;
    }
    typists.typing(typing.userID(), typing.session(), typing.isTyping(), shard.nanos());
    shard.ticking(this);
  }

  private void read(PeerLink from, Command.MarkRead read) {
    Member member = core.member(read.userID());
    if (member == null) {
      from.refuse(read.request(), ErrorCode.NOT_FOUND, "no such conversation");
      return;
    }
    long marker = core.read(read.userID(), read.seq());
    if (marker < 0) {
      from.send(
          new Answer.Failure(
              read.request(), ErrorCode.BAD_ARGUMENT, "seq is above the newest event", "seq"));
      return;
    }
    from.send(ack(read.request(), new Given(0, marker, 0, 0, 0)));
    if (marker > member.readSeq()) {
      shard.markerMoved(core.id(), read.userID(), marker);
      markers.moved(read.userID(), marker, read.session(), shard.nanos());
      shard.ticking(this);
    }
  }

  private void tellMarker(long user, long seq, long exceptSession) {
    Event event = new Event.ReadMarker(core.id(), user, seq);
    audiences.direct(shard.number(), shard.toldIndex(), user, exceptSession, event);
    if (core.members().size() <= READ_MARKERS_TO_ALL) {
      deliver(event, user);
    }
  }

  private void resume(PeerLink from, Command.Resume resume) {
    boolean mayRead = resume.authority() == Authority.APPLICATION || core.isMember(resume.userID());
    if (!mayRead) {
      reset(from, resume, ResetReason.NOT_MEMBER);
    } else if (resume.epoch() != 0 && resume.epoch() != shard.epoch()) {
      reset(from, resume, ResetReason.EPOCH);
    } else if (resume.seq() > core.committed()) {
      reset(from, resume, ResetReason.AHEAD);
    } else {
      new CatchUp(shard, core).page(from, resume);
    }
  }

  private void reset(PeerLink from, Command.Resume resume, ResetReason reason) {
    shard
        .writer()
        .barrier(
            () -> from.send(new Answer.Reset(resume.request(), core.id(), reason)),
            () ->
                from.refuse(resume.request(), ErrorCode.SERVICE_UNAVAILABLE, "repeat this later"));
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
  void seat(ShardPacket.Subscribed subscribed) {
    for (Seat seat : subscribed.seats()) {
      if (core.isMember(seat.userID())) {
        audiences.add(seat);
      }
    }
    Event added = new Event.AddedToConversation(core.id(), core.committed(), shard.epoch());
    for (long user : subscribed.users()) {
      if (core.isMember(user)) {
        audiences.direct(shard.number(), shard.toldIndex(), user, 0, added);
      }
    }
    List<Long> all = memberIDs();
    List<Long> others = new ArrayList<>(all);
    others.removeAll(subscribed.users());
    shard.services().presence().introduce(subscribed.seats(), others, all);
    introductions--;
    if (introductions == 0) {
      shard.introduced(core.id());
    }
  }

  /// A session of a member wants to hear this conversation.
  void seat(ShardPacket.TakeSeat take) {
    Seat seat = take.seat();
    if (!core.isMember(seat.userID())) {
      return;
    }
    audiences.add(seat);
    PeerLink link = shard.linkOf(Place.of(seat));
    if (take.returning() && link != null && lastIndex > link.registeredAt(shard.number())) {
      link.send(new Delivery.Lagging(shard.number(), core.id(), List.of(seat.userID())));
    }
  }

  void leave(Seat seat) {
    audiences.remove(seat);
    typists.left(seat);
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
    return inFlight == 0
        && introductions == 0
        && judging.isIdle()
        && typists.isEmpty()
        && markers.isEmpty();
  }

  long usedAt() {
    return usedAt;
  }

  /// Leaves memory; who waits is told that nothing is known.
  void forget() {
    judging.forget();
    audiences.drop();
    Subscriptions.unsubscribe(shard, core.id(), memberIDs());
  }
}
