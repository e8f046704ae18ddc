package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.loop.BlockingExecutor;
import io.realtimegateway.engine.loop.LoopFailures;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardLog;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.LocalViews.ChangedConversation;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.SessionPacket.LiveSession;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Registers a gateway loop that has connected (again) and has sent its sessions and its position
/// in each shard. Its sessions are restored and receive events from now on; conversations that
/// changed in between are read from the journal and sent as `lagging`; then the loop is registered.
final class Registration {
  private final ShardTable shards;
  private final LocalViews views;
  private final BlockingExecutor blocking;
  private final LoopFailures failures;
  private final PeerLink link;
  private int open = 1;

  Registration(
      ShardTable shards,
      LocalViews views,
      BlockingExecutor blocking,
      LoopFailures failures,
      PeerLink link) {
    this.shards = shards;
    this.views = views;
    this.blocking = blocking;
    this.failures = failures;
    this.link = link;
  }

  void run() {
    for (Shard shard : shards.all()) {
      link.registeredAt(shard.number(), shard.log().committedIndex());
    }
    for (Position position : link.positions()) {
      Shard shard = shards.find(position.shard());
      if (shard != null) {
        catchUp(shard, position);
      }
    }
    Map<Integer, Map<SessionAddress, LiveSession>> byShard = sessionsByShard();
    boolean isLate = false;
    for (Shard shard : shards.all()) {
      Map<SessionAddress, LiveSession> named = byShard.getOrDefault(shard.number(), Map.of());
      open += named.size();
      isLate |= shard.users().reconcile(link.address(), named, () -> guard(this::step));
    }
    if (isLate) {
      sendLaggingForAll(shards.all().iterator().next());
    }
    link.forgetRegistration();
    step();
  }

  private Map<Integer, Map<SessionAddress, LiveSession>> sessionsByShard() {
    Map<Integer, Map<SessionAddress, LiveSession>> byShard = new HashMap<>();
    for (LiveSession session : link.named()) {
      byShard
          .computeIfAbsent(Shards.ofUser(session.userID()), _ -> new HashMap<>())
          .put(link.address().session(session.userID(), session.session()), session);
    }
    return byShard;
  }

  private void catchUp(Shard shard, Position position) {
    ShardLog log = shard.log();
    if (position.epoch() != log.epoch() || position.index() > log.lastIndex()) {
      sendLaggingForAll(shard);
      return;
    }
    if (position.index() == log.committedIndex()) {
      return;
    }
    open++;
    link.catchesUp(shard.number());
    blocking.call(
        () -> views.changedSince(shard.number(), position.index()),
        changed ->
            guard(
                () -> {
                  sendLagging(shard, changed);
                  link.caughtUp(shard.number());
                  step();
                }),
        failure ->
            guard(
                () -> {
                  if (!(failure instanceof TruncatedException)) {
                    failures.lookUpFailed(failure);
                  }
                  sendLaggingForAll(shard);
                  link.caughtUp(shard.number());
                  step();
                }));
  }

  private void guard(Runnable task) {
    if (!failures.guard("registration", task)) {
      fail(link);
    }
  }

  /// The peer would wait for `Registered` forever: closes the link so that it retries with a new
  /// one.
  static void fail(PeerLink peer) {
    peer.link().close(LinkClosed.LOCAL, "the registration failed");
  }

  private void sendLagging(Shard shard, List<ChangedConversation> changed) {
    for (ChangedConversation conversation : changed) {
      List<Long> users = conversation.users();
      for (int from = 0; from < users.size(); from += Limits.MAX_LIST) {
        int to = Math.min(users.size(), from + Limits.MAX_LIST);
        link.send(
            new Delivery.Lagging(
                shard.number(), conversation.conversationID(), users.subList(from, to)));
      }
    }
  }

  private void sendLaggingForAll(Shard shard) {
    link.send(new Delivery.Lagging(shard.number(), 0, List.of()));
  }

  /// The last shard to finish sends the answer.
  private void step() {
    open--;
    if (open == 0) {
      link.send(new SessionPacket.Registered(shards.positions()));
    }
  }
}
