package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Named;
import io.realtimegateway.engine.core.Surroundings;
import io.realtimegateway.journal.record.JournalEntry;
import io.realtimegateway.journal.record.JournalRecord;
import io.realtimegateway.journal.record.JournalRecord.EpochStarted;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One of the 64 slices: the conversations and users whose ids fall into it, and their place in the
/// journal. Single-threaded, the unit of order.
final class Shard {
  private final int number;
  private final EngineLoop loop;
  private final LogWriter writer;
  private final Services services;
  private final ShardUsers users;
  private final Barriers barriers;
  private final Surroundings world = new World();
  private final Orders orders;
  private final Map<Long, Loading> loading = new HashMap<>();
  private final LinkedHashMap<Long, LiveConversation> live = new LinkedHashMap<>(64, 0.75f, true);
  private final Set<LiveConversation> ticking = new LinkedHashSet<>();
  private final Set<LiveConversation> spoilt = new LinkedHashSet<>();

  /// Positions of records that added members whose sessions are not in the audience yet.
  private final NavigableMap<Long, Integer> joining = new TreeMap<>();

  private final MarkerWriter markers;
  private final UnknownConversations unknown = new UnknownConversations();
  private long epoch;
  private long lastIndex;
  private long committedIndex;
  private long loads;

  Shard(int number, EngineLoop loop, LogWriter writer, Services services) {
    this.number = number;
    this.loop = loop;
    this.writer = writer;
    this.services = services;
    this.orders = new Orders(services.digest());
    this.users = new ShardUsers(this);
    this.barriers = new Barriers(this);
    this.markers = new MarkerWriter(this);
  }

  /// Takes up the history where it ends.
  ///
  /// @param doubt why the tail is not provable: a new epoch begins; empty where it is
  void resumeAt(long tailEpoch, long index, String doubt) {
    epoch = tailEpoch;
    lastIndex = index;
    committedIndex = index;
    if (epoch == 0 || !doubt.isEmpty()) {
      epoch = services.epochs().getAsLong();
      String reason = doubt.isEmpty() ? "new" : doubt;
      append(new EpochStarted(services.clock().millis(), reason), Pending.Waiter.NOBODY);
    }
  }

  int number() {
    return number;
  }

  long epoch() {
    return epoch;
  }

  /// Newest position that is committed.
  long committedIndex() {
    return committedIndex;
  }

  /// Everything up to here was told to everybody whom it concerns: what a gateway that comes back
  /// may skip.
  long toldIndex() {
    return joining.isEmpty() ? committedIndex : joining.firstKey() - 1;
  }

  /// The record at this index added members: it is told when `joined` has been called.
  void joining(long index) {
    joining.merge(index, 1, Integer::sum);
  }

  void joined(long index) {
    joining.computeIfPresent(index, (_, open) -> open == 1 ? null : open - 1);
  }

  /// Newest position that was given to a record.
  long lastIndex() {
    return lastIndex;
  }

  Services services() {
    return services;
  }

  LogWriter writer() {
    return writer;
  }

  ShardUsers users() {
    return users;
  }

  Barriers barriers() {
    return barriers;
  }

  MarkerWriter markers() {
    return markers;
  }

  Surroundings world() {
    return world;
  }

  Mail mail() {
    return loop.mail();
  }

  Elsewhere elsewhere() {
    return loop.elsewhere();
  }

  @Nullable PeerLink linkOf(Place place) {
    return loop.linkOf(place);
  }

  long nanos() {
    return services.nanos().getAsLong();
  }

  /// Runs a task so that its failure harms nothing else.
  ///
  /// @return whether it did not fail
  boolean guard(Runnable task) {
    return loop.guard("shard " + number, task);
  }

  void failedLookUp(Exception failure) {
    loop.failedLookUp(failure);
  }

  void append(JournalRecord record, Pending.Waiter waiter) {
    JournalEntry entry = new JournalEntry(number, epoch, ++lastIndex, writer.term(), record);
    writer.add(
        entry,
        new Pending.Waiter() {
          @Override
          public void committed(JournalEntry committed) {
            committedIndex = committed.index();
            guard(() -> services.archive().committed(number, committed.index()));
            guard(() -> waiter.committed(committed));
          }

          @Override
          public void fenced() {
            guard(waiter::fenced);
          }
        });
  }

  void handle(PeerLink from, long conversationID, Command command) {
    LiveConversation conversation = live.get(conversationID);
    if (conversation != null) {
      conversation.handle(from, command);
      return;
    }
    Loading underway = loading.get(conversationID);
    if (underway != null) {
      underway.queue(from, command);
      return;
    }
    if (command instanceof Command.Announce) {
      unknown.remove(conversationID);
    } else if (unknown.contains(conversationID, nanos())) {
      Loading.refuseUnknown(from, command, conversationID);
      return;
    }
    Loading begun = new Loading(this, conversationID, ++loads, orders);
    loading.put(conversationID, begun);
    begun.queue(from, command);
    begun.start();
  }

  /// Loads a conversation whose announcement may have been lost.
  void announce(long conversationID) {
    if (writer.isOwned()
        && !live.containsKey(conversationID)
        && !loading.containsKey(conversationID)) {
      Loading begun = new Loading(this, conversationID, ++loads, orders);
      loading.put(conversationID, begun);
      begun.start();
    }
  }

  boolean isLoading(Loading one) {
    return loading.containsValue(one);
  }

  void loaded(long conversationID, LiveConversation conversation) {
    loading.remove(conversationID);
    live.put(conversationID, conversation);
    loop.conversations(1);
  }

  /// There is no such conversation, for the moment.
  void unknown(long conversationID) {
    unknown.add(conversationID, nanos());
  }

  void failedLoading(long conversationID, Loading one) {
    loading.remove(conversationID, one);
  }

  void receive(ShardPacket packet) {
    switch (packet) {
      case ShardPacket.Subscribe subscribe -> users.subscribe(subscribe);
      case ShardPacket.Subscribed subscribed -> subscribed(subscribed);
      case ShardPacket.Unsubscribe unsubscribe -> users.unsubscribe(unsubscribe);
      case ShardPacket.JoinAudience take -> joinAudience(take);
      case ShardPacket.JoinedAudience joined -> users.joined(joined.address());
      case ShardPacket.LeaveAudience leave -> leaveAudience(leave);
      case ShardPacket.PresenceChanged changed -> users.presence().tell(changed);
      case ShardPacket.ProfileChanged changed -> users.presence().notify(changed);
      case ShardPacket.PresenceProbe probe -> users.presence().probe(probe);
      case ShardPacket.PresenceAnswer answer -> users.presence().answered(answer);
    }
  }

  private void subscribed(ShardPacket.Subscribed subscribed) {
    Loading underway = loading.get(subscribed.conversationID());
    LiveConversation conversation = live.get(subscribed.conversationID());
    if (underway != null) {
      underway.answered(subscribed);
    } else if (conversation != null) {
      conversation.address(subscribed);
    }
  }

  private void joinAudience(ShardPacket.JoinAudience take) {
    Loading underway = loading.get(take.conversationID());
    LiveConversation conversation = live.get(take.conversationID());
    if (underway != null) {
      underway.address(take);
    } else if (conversation != null) {
      conversation.address(take);
    }
    mail().post(new ShardPacket.JoinedAudience(take.conversationID(), take.address()));
  }

  private void leaveAudience(ShardPacket.LeaveAudience leave) {
    Loading underway = loading.get(leave.conversationID());
    LiveConversation conversation = live.get(leave.conversationID());
    if (underway != null) {
      underway.leave(leave);
    } else if (conversation != null) {
      conversation.leave(leave.address());
    }
  }

  void barrier(PeerLink from, Command.Barrier barrier) {
    long id = barrier.conversationID();
    LiveConversation conversation = live.get(id);
    barriers.one(from, barrier, conversation == null ? null : conversation.core());
  }

  void ticking(LiveConversation conversation) {
    ticking.add(conversation);
  }

  /// A failure left it in doubt: it leaves memory as soon as nothing of it is on its way.
  void spoilt(LiveConversation conversation) {
    spoilt.add(conversation);
  }

  void tick(long now) {
    for (Iterator<LiveConversation> all = ticking.iterator(); all.hasNext(); ) {
      if (!all.next().tick(now)) {
        all.remove();
      }
    }
    markers.tick(now);
    users.tick(now);
    barriers.tick(now);
    for (LiveConversation conversation : List.copyOf(spoilt)) {
      if (conversation.isSettled()) {
        live.remove(conversation.core().id(), conversation);
        letGo(conversation);
      }
    }
    evict(now);
  }

  /// Lets go of conversations that nobody used for a while, least recently used first.
  private void evict(long now) {
    long idle = services.settings().idleConversation().toNanos();
    Iterator<LiveConversation> eldest = live.values().iterator();
    for (int i = 0; i < 64 && eldest.hasNext(); i++) {
      LiveConversation conversation = eldest.next();
      long age = now - conversation.usedAt();
      boolean isDue = age > idle || (loop.isOverfull() && age > loop.leastResidenceNanos(now));
      if (!isDue) {
        return;
      }
      if (conversation.isIdle()) {
        eldest.remove();
        letGo(conversation);
      }
    }
  }

  private void letGo(LiveConversation conversation) {
    ticking.remove(conversation);
    spoilt.remove(conversation);
    loop.conversations(-1);
    services.meters().counter("engine.conversations.evicted").increment();
    conversation.forget();
  }

  /// The log was fenced: what memory knows of its conversations may be wrong.
  void forget() {
    List<Loading> underway = List.copyOf(loading.values());
    underway.forEach(
        one ->
            guard(
                () -> one.fail(ErrorCode.SERVICE_UNAVAILABLE, "the shard is being loaded again")));
    loading.clear();
    loop.conversations(-live.size());
    live.values().forEach(conversation -> guard(conversation::forget));
    live.clear();
    ticking.clear();
    spoilt.clear();
    joining.clear();
    markers.forget();
    barriers.forget();
  }

  void queryPresence(PeerLink from, Command.QueryPresence query) {
    List<Long> online = new ArrayList<>();
    for (long user : query.users()) {
      if (loop.isOnline(user)) {
        online.add(user);
      }
    }
    from.send(new Answer.PresenceState(query.request(), online));
  }

  /// What the core asks.
  private final class World implements Surroundings {
    @Override
    public long now() {
      return services.clock().millis();
    }

    @Override
    public long nextMessageID() {
      return services.ids().next();
    }

    @Override
    public boolean surelyNew(long conversationID, Named named) {
      return services.lookUps().surelyNew(conversationID, named);
    }

    @Override
    public int maxMembers() {
      return services.settings().maxMembers();
    }

    /// As of now, so that the limit of the journal is passed by one turn at most.
    @Override
    public boolean isFull() {
      return services.journal().isFull();
    }
  }
}
