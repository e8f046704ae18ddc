package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The conversations of one shard that are in memory or being loaded. Single-threaded.
public final class ConversationTable {
  private static final int EVICTED_AT_ONCE = 64;

  private final ShardPort shard;
  private final ConversationServices services;
  private final ConversationLimit limit;
  private final HistoryCommands commands;
  private final Map<Long, ConversationLoading> loading = new HashMap<>();
  private final LinkedHashMap<Long, LiveConversation> live = new LinkedHashMap<>(64, 0.75f, true);
  private final Set<LiveConversation> ticking = new LinkedHashSet<>();
  private final Set<LiveConversation> inconsistent = new LinkedHashSet<>();
  private final MarkerWriter markers;
  private final ArchiveBarriers barriers;
  private final UnknownConversations unknown = new UnknownConversations();
  private long loads;

  /// Creates an empty table.
  public ConversationTable(
      ShardPort shard, ConversationServices services, ConversationLimit limit) {
    this.shard = shard;
    this.services = services;
    this.limit = limit;
    this.commands = new HistoryCommands(services.digest());
    this.markers = new MarkerWriter(shard);
    this.barriers = new ArchiveBarriers(shard, services.archiver(), markers::write);
  }

  /// Handles a command for a conversation, which is loaded if it is not in memory.
  public void handle(PeerLink from, long conversationID, Command command) {
    LiveConversation conversation = live.get(conversationID);
    if (conversation != null) {
      conversation.handle(from, command);
      return;
    }
    ConversationLoading underway = loading.get(conversationID);
    if (underway != null) {
      underway.queue(from, command);
      return;
    }
    if (command instanceof Command.Announce) {
      unknown.remove(conversationID);
    } else if (unknown.contains(conversationID, shard.now())) {
      ConversationLoading.refuseUnknown(from, command, conversationID);
      return;
    }
    ConversationLoading begun = begin(conversationID);
    begun.queue(from, command);
    begun.start();
  }

  /// Loads a conversation whose announcement may have been lost.
  public void announce(long conversationID) {
    if (shard.log().isOwned()
        && !live.containsKey(conversationID)
        && !loading.containsKey(conversationID)) {
      begin(conversationID).start();
    }
  }

  private ConversationLoading begin(long conversationID) {
    ConversationLoading begun =
        new ConversationLoading(shard, services, conversationID, ++loads, new Loaded());
    loading.put(conversationID, begun);
    return begun;
  }

  /// The outcome of a load.
  private final class Loaded implements ConversationLoading.Outcome {
    @Override
    public boolean isWanted(ConversationLoading one) {
      return loading.get(one.id()) == one;
    }

    @Override
    public LiveConversation loaded(
        ConversationLoading one, Conversation core, ConversationAudience audience) {
      LiveConversation conversation =
          new LiveConversation(
              shard, services, commands, markers, core, audience, one.load(), new Attention());
      loading.remove(one.id());
      live.put(one.id(), conversation);
      limit.added();
      return conversation;
    }

    @Override
    public void failed(ConversationLoading one) {
      loading.remove(one.id(), one);
    }

    @Override
    public void unknown(long conversationID) {
      unknown.add(conversationID, shard.now());
    }
  }

  /// What a conversation in memory needs.
  private final class Attention implements LiveConversation.Attention {
    @Override
    public void ticks(LiveConversation conversation) {
      ticking.add(conversation);
    }

    @Override
    public void isInconsistent(LiveConversation conversation) {
      inconsistent.add(conversation);
    }
  }

  /// Receives the sessions of members from the shard of their users.
  public void subscribed(ShardPacket.Subscribed subscribed) {
    ConversationLoading underway = loading.get(subscribed.conversationID());
    LiveConversation conversation = live.get(subscribed.conversationID());
    if (underway != null) {
      underway.answered(subscribed);
    } else if (conversation != null) {
      conversation.sessions().subscribed(subscribed);
    }
  }

  /// A session of a member joins the audience. Always acknowledged, even if it is not accepted.
  public void join(ShardPacket.JoinAudience join) {
    ConversationLoading underway = loading.get(join.conversationID());
    LiveConversation conversation = live.get(join.conversationID());
    if (underway != null) {
      underway.join(join);
    } else if (conversation != null) {
      conversation.sessions().join(join);
    }
    shard.post(new ShardPacket.JoinedAudience(join.conversationID(), join.address()));
  }

  /// A session has ended.
  public void leave(ShardPacket.LeaveAudience leave) {
    ConversationLoading underway = loading.get(leave.conversationID());
    LiveConversation conversation = live.get(leave.conversationID());
    if (underway != null) {
      underway.leave(leave);
    } else if (conversation != null) {
      conversation.leave(leave.address());
    }
  }

  /// Answers a barrier of one conversation.
  public void barrier(PeerLink from, Command.Barrier barrier) {
    LiveConversation conversation = live.get(barrier.conversationID());
    barriers.one(from, barrier, conversation == null ? null : conversation.core());
  }

  /// Reads that wait for the archiver.
  public ArchiveBarriers barriers() {
    return barriers;
  }

  /// Appends the delayed read markers.
  public void flushMarkers() {
    markers.write();
  }

  /// Runs the work that is due.
  ///
  /// @param now nanoseconds
  public void tick(long now) {
    ticking.removeIf(conversation -> !conversation.tick(now));
    markers.tick(now);
    barriers.tick(now);
    for (LiveConversation conversation : List.copyOf(inconsistent)) {
      if (conversation.isSettled()) {
        live.remove(conversation.core().id(), conversation);
        evict(conversation);
      }
    }
    evictUnused(now);
  }

  /// Evicts conversations that were not used for a while, least recently used first.
  private void evictUnused(long now) {
    Iterator<LiveConversation> eldest = live.values().iterator();
    for (int i = 0; i < EVICTED_AT_ONCE && eldest.hasNext(); i++) {
      LiveConversation conversation = eldest.next();
      if (!limit.isDue(now - conversation.usedAt(), now)) {
        return;
      }
      if (conversation.isIdle()) {
        eldest.remove();
        evict(conversation);
      }
    }
  }

  private void evict(LiveConversation conversation) {
    ticking.remove(conversation);
    inconsistent.remove(conversation);
    limit.evicted();
    conversation.forget();
  }

  /// The log was fenced: the conversations in memory may be wrong.
  public void forget() {
    List<ConversationLoading> underway = List.copyOf(loading.values());
    underway.forEach(
        one ->
            shard.guard(
                () -> one.fail(ErrorCode.SERVICE_UNAVAILABLE, "the shard is being loaded again")));
    loading.clear();
    limit.dropped(live.size());
    live.values().forEach(conversation -> shard.guard(conversation::forget));
    live.clear();
    ticking.clear();
    inconsistent.clear();
    shard.log().forgetHeldBack();
    markers.forget();
    barriers.forget();
  }
}
