package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.core.Member;
import io.realtimegateway.journal.LocalViews.StoredConversation;
import io.realtimegateway.journal.record.JournalEntry;
import io.realtimegateway.journal.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.store.conversations.LoadedConversation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A conversation on its way into memory: from the local store, else from PostgreSQL and then
/// through the journal; then the shards of its members are asked for their sessions. It runs no
/// command until all have answered.
final class Loading {
  private static final String UNKNOWN = "no such conversation";

  private final Shard shard;
  private final long id;
  private final long load;
  private final Audiences audiences;
  private final Orders orders;
  private final List<Queued> queued = new ArrayList<>();
  private @Nullable Conversation core;
  private final Set<Integer> answered = new HashSet<>();
  private boolean isAnnouncement;
  private long announcedAt;
  private int unanswered;

  private record Queued(PeerLink from, Command command) {}

  /// What was found, and the record that makes it known to the local store where that did not know
  /// it.
  private record Found(
      String type,
      long owner,
      long head,
      List<Member> members,
      @Nullable ConversationLoaded record) {}

  Loading(Shard shard, long id, long load, Orders orders) {
    this.shard = shard;
    this.id = id;
    this.load = load;
    this.orders = orders;
    this.audiences = new Audiences(id, shard::linkOf);
  }

  void start() {
    shard
        .elsewhere()
        .call(
            this::find,
            found -> shard.guard(() -> found(found)),
            failure ->
                shard.guard(
                    () -> {
                      shard.failedLookUp(failure);
                      fail(ErrorCode.SERVICE_UNAVAILABLE, "the conversation cannot be read now");
                    }));
  }

  void queue(PeerLink from, Command command) {
    if (queued.size() < shard.services().settings().maxWaiting()) {
      queued.add(new Queued(from, command));
    } else {
      refuse(new Queued(from, command), ErrorCode.SERVICE_UNAVAILABLE, "too many commands wait");
    }
  }

  private Optional<Found> find() {
    Optional<StoredConversation> here = shard.services().views().conversation(id);
    if (here.isPresent()) {
      StoredConversation stored = here.get();
      return Optional.of(
          new Found(
              stored.type(),
              stored.owner(),
              stored.head(),
              stored.members().stream()
                  .map(m -> new Member(m.userID(), m.changeSeq(), m.joinedAt(), m.readSeq()))
                  .toList(),
              null));
    }
    Optional<LoadedConversation> row = shard.services().conversations().load(id);
    if (row.isPresent() && row.get().head() < shard.services().views().head(id)) {
      throw new IllegalStateException("conversation " + id + " is newer here than in PostgreSQL");
    }
    return row.map(Loading::found);
  }

  private static Found found(LoadedConversation row) {
    return new Found(
        row.type(),
        row.owner(),
        row.head(),
        row.members().stream()
            .map(m -> new Member(m.userID(), m.changeSeq(), m.joinedAt(), m.readSeq()))
            .toList(),
        new ConversationLoaded(
            row.id(),
            row.type(),
            row.creator(),
            row.owner(),
            row.createdAt(),
            row.head(),
            row.announced(),
            row.members().stream()
                .map(
                    m ->
                        new io.realtimegateway.journal.record.JournalRecord.Member(
                            m.userID(), m.joinedAt(), m.changeSeq(), m.readSeq()))
                .toList()));
  }

  private void found(Optional<Found> result) {
    if (!shard.isLoading(this)) {
      return;
    }
    if (result.isEmpty()) {
      shard.unknown(id);
      fail(ErrorCode.NOT_FOUND, UNKNOWN);
      return;
    }
    Found found = result.get();
    ConversationLoaded record = found.record();
    if (record == null) {
      subscribe(found);
      return;
    }
    isAnnouncement = !record.announced();
    shard.append(
        record,
        new Pending.Waiter() {
          @Override
          public void committed(JournalEntry entry) {
            if (isAnnouncement && shard.isLoading(Loading.this)) {
              announcedAt = entry.index();
              shard.joining(announcedAt);
            }
            subscribe(found);
          }

          @Override
          public void fenced() {
            fail(ErrorCode.SERVICE_UNAVAILABLE, "the conversation cannot be loaded now");
          }
        });
  }

  private void subscribe(Found found) {
    if (!shard.isLoading(this)) {
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
    subscribed.addresses().forEach(audiences::add);
    answered.add(subscribed.userShard());
    unanswered--;
    if (unanswered == 0) {
      finish(loaded);
    }
  }

  /// What a shard says before it has answered is meant for an earlier loading; its answer knows
  /// better.
  void address(ShardPacket.JoinAudience take) {
    Conversation loaded = core;
    long user = take.address().userID();
    if (loaded != null && loaded.isMember(user) && answered.contains(Shards.ofUser(user))) {
      audiences.add(take.address());
    }
  }

  void leave(ShardPacket.LeaveAudience leave) {
    audiences.remove(leave.address());
  }

  private void finish(Conversation loaded) {
    LiveConversation live = new LiveConversation(shard, loaded, audiences, orders, load);
    shard.loaded(id, live);
    if (isAnnouncement) {
      long index = announcedAt;
      shard.guard(() -> live.announce(index));
      told();
    }
    for (Queued next : queued) {
      if (!shard.guard(() -> live.handle(next.from(), next.command()))) {
        refuse(next, ErrorCode.INTERNAL, "the engine failed");
      }
    }
  }

  private void told() {
    if (announcedAt != 0) {
      shard.joined(announcedAt);
      announcedAt = 0;
    }
  }

  /// Gives up: everybody who waits is told.
  void fail(ErrorCode code, String message) {
    shard.failedLoading(id, this);
    told();
    queued.forEach(next -> refuse(next, code, message));
    queued.clear();
    audiences.drop();
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
