package io.realtimegateway.engine.shard;

import io.realtimegateway.journal.LocalViews.ChangedConversation;
import io.realtimegateway.journal.TruncatedException;
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

/// A gateway loop has come (back) and has named its sessions and how far it heard each shard. Its
/// sessions are taken back, live from now on; which conversations changed in between is read from
/// the journal and told as `lagging`; then it is registered.
final class Registration {
  private final EngineLoop loop;
  private final PeerLink link;
  private int open = 1;

  Registration(EngineLoop loop, PeerLink link) {
    this.loop = loop;
    this.link = link;
  }

  void run() {
    for (Shard shard : loop.shards()) {
      link.registeredAt(shard.number(), shard.committedIndex());
    }
    for (Position heard : link.heard()) {
      Shard shard = loop.shard(heard.shard());
      if (shard != null) {
        catchUp(shard, heard);
      }
    }
    Map<Integer, Map<SessionAddress, LiveSession>> byShard = sessionsByShard();
    boolean isLate = false;
    for (Shard shard : loop.shards()) {
      Map<SessionAddress, LiveSession> named = byShard.getOrDefault(shard.number(), Map.of());
      open += named.size();
      isLate |=
          shard.users().reconciliation().reconcile(link.place(), named, () -> guard(this::step));
    }
    if (isLate) {
      tellAll(loop.shards().iterator().next());
    }
    link.forgetRegistration();
    step();
  }

  private Map<Integer, Map<SessionAddress, LiveSession>> sessionsByShard() {
    Map<Integer, Map<SessionAddress, LiveSession>> byShard = new HashMap<>();
    for (LiveSession session : link.named()) {
      Place place = link.place();
      SessionAddress address =
          new SessionAddress(session.userID(), place.node(), place.loop(), session.session());
      byShard
          .computeIfAbsent(Shards.ofUser(session.userID()), _ -> new HashMap<>())
          .put(address, session);
    }
    return byShard;
  }

  private void catchUp(Shard shard, Position heard) {
    if (heard.epoch() != shard.epoch() || heard.index() > shard.lastIndex()) {
      tellAll(shard);
      return;
    }
    if (heard.index() == shard.committedIndex()) {
      return;
    }
    open++;
    link.catchesUp(shard.number());
    loop.elsewhere()
        .call(
            () -> shard.services().views().changedSince(shard.number(), heard.index()),
            changed ->
                guard(
                    () -> {
                      tell(shard, changed);
                      link.caughtUp(shard.number());
                      step();
                    }),
            failure ->
                guard(
                    () -> {
                      if (!(failure instanceof TruncatedException)) {
                        loop.failedLookUp(failure);
                      }
                      tellAll(shard);
                      link.caughtUp(shard.number());
                      step();
                    }));
  }

  private void guard(Runnable task) {
    if (!loop.guard("registration", task)) {
      loop.failedRegistration(link);
    }
  }

  private void tell(Shard shard, List<ChangedConversation> changed) {
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

  private void tellAll(Shard shard) {
    link.send(new Delivery.Lagging(shard.number(), 0, List.of()));
  }

  /// The last step answers.
  private void step() {
    open--;
    if (open == 0) {
      link.send(new SessionPacket.Registered(loop.positions()));
    }
  }
}
