package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.history.ClientEvents;
import io.realtimegateway.engine.loop.LoopAddress;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.engine.presence.PresenceDirectory;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The sessions of one conversation's members: deliveries to them, and joining and leaving the
/// audience.
final class MemberSessions {
  private final ShardPort shard;
  private final Conversation core;
  private final ConversationAudience audience;
  private final PresenceDirectory presence;
  private final long load;
  private final PendingJoins pendingJoins;
  private long lastIndex;

  /// The sessions that the load found.
  ///
  /// @param load number of the loading of this conversation
  MemberSessions(
      ShardPort shard,
      Conversation core,
      ConversationAudience audience,
      PresenceDirectory presence,
      long load) {
    this.shard = shard;
    this.core = core;
    this.audience = audience;
    this.presence = presence;
    this.load = load;
    this.pendingJoins = new PendingJoins(shard.log());
  }

  /// A record of this conversation was committed at this index.
  void committed(long index) {
    lastIndex = index;
  }

  /// Sends an event to the sessions of all members.
  ///
  /// @param exceptUser a user who is left out, or 0
  void deliver(Event event, long exceptUser) {
    audience.deliver(number(), shard.log().deliveredIndex(), exceptUser, event);
  }

  /// Sends an event to the sessions of one user, except one of them.
  ///
  /// @param except a session that is left out, or null
  void deliverTo(long user, @Nullable SessionAddress except, Event event) {
    audience.direct(number(), shard.log().deliveredIndex(), user, except, event);
  }

  private int number() {
    return shard.log().shard();
  }

  /// Does not advance the delivered position past the added members until their sessions have
  /// joined the audience. Events sent in between still carry the old position.
  void added(MembersAdded added) {
    pendingJoins.add(lastIndex, added.users());
    ClientEvents.of(added).forEach(event -> deliver(event, event.userID()));
    int _ = Subscriptions.subscribe(shard, core.id(), load, added.users());
  }

  /// Notifies the sessions of a removed member, and removes them from the audience.
  void dismiss(MemberRemoved removed) {
    long user = removed.user();
    List<SessionAddress> addresses = audience.of(user);
    // A link that is lost after this packet has not received MemberRemoved, of the same record.
    long before = Math.min(shard.log().deliveredIndex(), lastIndex - 1);
    Event notice = new Event.RemovedFromConversation(core.id(), removed.seq());
    audience.direct(number(), before, user, null, notice);
    addresses.forEach(audience::remove);
  }

  /// Notifies the remaining members.
  void removed(MemberRemoved removed) {
    deliver(ClientEvents.of(removed), removed.user());
    Subscriptions.removed(shard, core.id(), removed.user());
  }

  /// Notifies the first members of a new conversation.
  ///
  /// @param index index of the record that announced it
  void announce(long index) {
    lastIndex = index;
    audience.directToAll(
        number(),
        shard.log().deliveredIndex(),
        new Event.AddedToConversation(core.id(), core.committed(), shard.log().epoch()));
    presence.introduce(audience.all(), List.of(), memberIDs());
  }

  /// The sessions of members who were added.
  void subscribed(ShardPacket.Subscribed subscribed) {
    for (SessionAddress address : subscribed.addresses()) {
      if (core.isCommittedMember(address.userID())) {
        audience.add(address);
      }
    }
    Event added = new Event.AddedToConversation(core.id(), core.committed(), shard.log().epoch());
    for (long user : subscribed.users()) {
      if (core.isCommittedMember(user)) {
        deliverTo(user, null, added);
      }
    }
    introduce(subscribed);
    pendingJoins.answered(subscribed.userShard());
  }

  private void introduce(ShardPacket.Subscribed subscribed) {
    if (presence.makesPeers(core.members().size())) {
      List<Long> all = memberIDs();
      List<Long> others = new ArrayList<>(all);
      others.removeAll(Set.copyOf(subscribed.users()));
      presence.introduce(subscribed.addresses(), others, all);
    }
  }

  /// A session of a member joins. For members who were just added, the shard of the user sends all
  /// sessions together.
  void join(ShardPacket.JoinAudience join) {
    SessionAddress address = join.address();
    if (!core.isCommittedMember(address.userID()) || pendingJoins.contains(address.userID())) {
      return;
    }
    audience.add(address);
    PeerLink link = shard.link(LoopAddress.of(address));
    if (join.returning() && link != null) {
      link.returned(core.id());
      if (lastIndex > link.registeredAt(number())) {
        link.send(new Delivery.Lagging(number(), core.id(), List.of(address.userID())));
      }
    }
  }

  /// A session has ended.
  void leave(SessionAddress address) {
    audience.remove(address);
  }

  private List<Long> memberIDs() {
    return core.members().stream().map(Member::userID).toList();
  }

  /// Whether every member who was added has joined.
  boolean isSettled() {
    return pendingJoins.isEmpty();
  }

  /// The conversation is evicted.
  void forget() {
    pendingJoins.forget();
    audience.drop();
    Subscriptions.unsubscribe(shard, core.id(), memberIDs());
  }
}
