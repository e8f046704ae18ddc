package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.history.StoredConversations.Found;
import io.realtimegateway.engine.loop.AppendWaiter;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A conversation that is being loaded: from the local store, or from PostgreSQL and then recorded
/// in the journal; then it subscribes to the shards of its members. Commands wait until all shards
/// have answered.
final class ConversationLoading {
  private static final String UNKNOWN = "no such conversation";

  private final ShardPort shard;
  private final ConversationServices services;
  private final long id;
  private final long load;
  private final Outcome outcome;
  private final ConversationAudience audience;
  private final List<Queued> queued = new ArrayList<>();
  private @Nullable Conversation core;
  private final Set<Integer> answered = new HashSet<>();
  private boolean isAnnouncement;
  private long announcedAt;
  private int unanswered;

  private record Queued(PeerLink from, Command command) {}

  /// Receives the outcome of a load.
  interface Outcome {
    /// Whether the load continues: its log may have been lost since.
    boolean isWanted(ConversationLoading loading);

    /// It is complete.
    LiveConversation loaded(
        ConversationLoading loading, Conversation core, ConversationAudience audience);

    void failed(ConversationLoading loading);

    /// The conversation does not exist.
    void unknown(long conversationID);
  }

  /// Creates a load that has not started.
  ///
  /// @param load its number
  ConversationLoading(
      ShardPort shard, ConversationServices services, long id, long load, Outcome outcome) {
    this.shard = shard;
    this.services = services;
    this.id = id;
    this.load = load;
    this.outcome = outcome;
    this.audience = new ConversationAudience(id, shard::link);
  }

  long id() {
    return id;
  }

  long load() {
    return load;
  }

  void start() {
    shard.read(
        () -> services.reader().find(id),
        this::found,
        failure -> {
          shard.lookUpFailed(failure);
          fail(ErrorCode.SERVICE_UNAVAILABLE, "the conversation cannot be read now");
        });
  }

  void queue(PeerLink from, Command command) {
    if (queued.size() < services.settings().maxWaiting()) {
      queued.add(new Queued(from, command));
    } else {
      refuse(new Queued(from, command), ErrorCode.SERVICE_UNAVAILABLE, "too many commands wait");
    }
  }

  private void found(Optional<Found> result) {
    if (!outcome.isWanted(this)) {
      return;
    }
    if (result.isEmpty()) {
      outcome.unknown(id);
      fail(ErrorCode.NOT_FOUND, UNKNOWN);
      return;
    }
    ConversationLoaded found = result.get().conversation();
    if (result.get().isKnownHere()) {
      subscribe(found);
      return;
    }
    isAnnouncement = !found.announced();
    shard.append(
        found,
        new AppendWaiter() {
          @Override
          public void committed(long index) {
            if (isAnnouncement && outcome.isWanted(ConversationLoading.this)) {
              announcedAt = index;
              shard.log().holdBack(index);
            }
            subscribe(found);
          }

          @Override
          public void fenced() {
            fail(ErrorCode.SERVICE_UNAVAILABLE, "the conversation cannot be loaded now");
          }
        });
  }

  private void subscribe(ConversationLoaded found) {
    if (!outcome.isWanted(this)) {
      return;
    }
    core = new Conversation(id, found.type(), found.owner(), found.head(), found.members());
    List<Long> members = found.members().stream().map(Member::userID).toList();
    unanswered = Subscriptions.subscribe(shard, id, load, members);
    if (unanswered == 0) {
      finish(core);
    }
  }

  void answered(ShardPacket.Subscribed subscribed) {
    Conversation loaded = core;
    if (loaded == null || subscribed.load() != load) {
      return;
    }
    subscribed.addresses().forEach(audience::add);
    answered.add(subscribed.userShard());
    unanswered--;
    if (unanswered == 0) {
      finish(loaded);
    }
  }

  /// Packets of a shard before its answer belong to an earlier load; its answer is newer.
  void join(ShardPacket.JoinAudience join) {
    Conversation loaded = core;
    long user = join.address().userID();
    if (loaded != null && loaded.isMember(user) && answered.contains(Shards.ofUser(user))) {
      audience.add(join.address());
    }
  }

  void leave(ShardPacket.LeaveAudience leave) {
    audience.remove(leave.address());
  }

  private void finish(Conversation loaded) {
    LiveConversation live = outcome.loaded(this, loaded, audience);
    if (isAnnouncement) {
      long index = announcedAt;
      shard.guard(() -> live.sessions().announce(index));
      announced();
    }
    for (Queued next : queued) {
      if (!shard.guard(() -> live.handle(next.from(), next.command()))) {
        refuse(next, ErrorCode.INTERNAL, "the engine failed");
      }
    }
  }

  private void announced() {
    if (announcedAt != 0) {
      shard.log().delivered(announcedAt);
      announcedAt = 0;
    }
  }

  /// Fails the load: refuses every waiting command.
  void fail(ErrorCode code, String message) {
    outcome.failed(this);
    announced();
    queued.forEach(next -> refuse(next, code, message));
    queued.clear();
    audience.drop();
    Conversation loaded = core;
    if (loaded != null) {
      Subscriptions.unsubscribe(shard, id, loaded.members().stream().map(Member::userID).toList());
    }
  }

  private void refuse(Queued next, ErrorCode code, String message) {
    refuse(next.from(), next.command(), id, code, message);
  }

  /// Answers a command for a conversation that does not exist.
  static void refuseUnknown(PeerLink from, Command command, long conversationID) {
    refuse(from, command, conversationID, ErrorCode.NOT_FOUND, UNKNOWN);
  }

  private static void refuse(
      PeerLink from, Command command, long id, ErrorCode code, String message) {
    switch (command) {
      case Command.Resume resume when code == ErrorCode.NOT_FOUND ->
          from.send(new Answer.Reset(resume.request(), id, Answer.ResetReason.NOT_MEMBER));
      case Request request -> from.refuse(request.request(), code, message);
      case Command.Typing typing -> from.refuse(typing.request(), code, message);
    }
  }
}
