package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.loop.LoopAddress;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The sessions that receive one conversation, by gateway loop. An audience is defined on a link
/// before the first delivery there, and again on a later link of the same loop.
final class ConversationAudience {
  private final long conversationID;
  private final Function<LoopAddress, @Nullable PeerLink> links;
  private final Map<LoopAddress, LoopSessions> loops = new HashMap<>();
  private final Map<Long, List<SessionAddress>> addresses = new HashMap<>();

  /// Creates an empty audience.
  ///
  /// @param links the open link of a gateway loop, or null
  ConversationAudience(long conversationID, Function<LoopAddress, @Nullable PeerLink> links) {
    this.conversationID = conversationID;
    this.links = links;
  }

  /// The sessions of one gateway loop.
  private static final class LoopSessions {
    final Set<Long> sessions = new LinkedHashSet<>();

    @Nullable PeerLink definedOn;
    int number;
  }

  void add(SessionAddress address) {
    LoopAddress loop = LoopAddress.of(address);
    LoopSessions audience = loops.computeIfAbsent(loop, _ -> new LoopSessions());
    if (!audience.sessions.add(address.session())) {
      return;
    }
    addresses.merge(address.userID(), List.of(address), ConversationAudience::both);
    PeerLink link = links.apply(loop);
    if (link != null && audience.definedOn == link) {
      link.send(new Delivery.AudienceAdd(audience.number, List.of(address.session())));
    }
  }

  void remove(SessionAddress address) {
    LoopAddress loop = LoopAddress.of(address);
    LoopSessions audience = loops.get(loop);
    if (audience == null || !audience.sessions.remove(address.session())) {
      return;
    }
    addresses.computeIfPresent(address.userID(), (_, all) -> without(all, address));
    PeerLink link = links.apply(loop);
    boolean isDefined = link != null && audience.definedOn == link;
    if (audience.sessions.isEmpty()) {
      loops.remove(loop);
      if (isDefined && link != null) {
        link.send(new Delivery.AudienceDrop(audience.number));
      }
    } else if (isDefined && link != null) {
      link.send(new Delivery.AudienceRemove(audience.number, List.of(address.session())));
    }
  }

  private static List<SessionAddress> both(List<SessionAddress> before, List<SessionAddress> more) {
    List<SessionAddress> all = new ArrayList<>(before);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static @Nullable List<SessionAddress> without(
      List<SessionAddress> all, SessionAddress gone) {
    List<SessionAddress> left = all.stream().filter(address -> !address.equals(gone)).toList();
    return left.isEmpty() ? null : left;
  }

  /// Sends an event to all sessions.
  ///
  /// @param exceptUser a user who is left out, or 0
  void deliver(int shard, long index, long exceptUser, Event event) {
    for (Map.Entry<LoopAddress, LoopSessions> entry : loops.entrySet()) {
      PeerLink link = links.apply(entry.getKey());
      if (link != null) {
        if (link.mayHaveMissed(shard, conversationID)) {
          sendLagging(link, shard, entry.getKey());
        }
        int number = define(entry.getValue(), link);
        link.send(new Delivery.Deliver(number, shard, index, exceptUser, event));
      }
    }
  }

  private void sendLagging(PeerLink link, int shard, LoopAddress loop) {
    List<Long> users =
        addresses.entrySet().stream()
            .filter(
                entry ->
                    entry.getValue().stream()
                        .anyMatch(address -> LoopAddress.of(address).equals(loop)))
            .map(Map.Entry::getKey)
            .toList();
    for (int from = 0; from < users.size(); from += Limits.MAX_LIST) {
      int to = Math.min(users.size(), from + Limits.MAX_LIST);
      link.send(new Delivery.Lagging(shard, conversationID, users.subList(from, to)));
    }
  }

  private int define(LoopSessions audience, PeerLink link) {
    if (audience.definedOn != link) {
      audience.definedOn = link;
      audience.number = link.nextAudience();
      List<Long> all = List.copyOf(audience.sessions);
      int first = Math.min(all.size(), Limits.MAX_LIST);
      link.send(
          new Delivery.AudienceDefine(audience.number, conversationID, all.subList(0, first)));
      for (int from = first; from < all.size(); from += Limits.MAX_LIST) {
        int to = Math.min(all.size(), from + Limits.MAX_LIST);
        link.send(new Delivery.AudienceAdd(audience.number, all.subList(from, to)));
      }
    }
    return audience.number;
  }

  /// Sends an event to the sessions of one user, except one of them.
  ///
  /// @param except a session that is left out, or null
  void direct(int shard, long index, long user, @Nullable SessionAddress except, Event event) {
    Map<LoopAddress, List<Long>> byLoop = new HashMap<>();
    for (SessionAddress address : of(user)) {
      if (!address.equals(except)) {
        byLoop
            .computeIfAbsent(LoopAddress.of(address), _ -> new ArrayList<>())
            .add(address.session());
      }
    }
    byLoop.forEach(
        (loop, sessions) -> {
          PeerLink link = links.apply(loop);
          if (link != null) {
            link.direct(sessions, shard, index, event);
          }
        });
  }

  /// Sends an event to all sessions by number, if defining an audience is not worthwhile yet.
  void directToAll(int shard, long index, Event event) {
    loops.forEach(
        (loop, audience) -> {
          PeerLink link = links.apply(loop);
          if (link != null) {
            link.direct(List.copyOf(audience.sessions), shard, index, event);
          }
        });
  }

  /// The sessions of a user.
  List<SessionAddress> of(long user) {
    return addresses.getOrDefault(user, List.of());
  }

  List<SessionAddress> all() {
    return addresses.values().stream().flatMap(List::stream).toList();
  }

  /// Releases all numbers: the conversation is evicted.
  void drop() {
    loops.forEach(
        (loop, audience) -> {
          PeerLink link = links.apply(loop);
          if (link != null && audience.definedOn == link) {
            link.send(new Delivery.AudienceDrop(audience.number));
          }
        });
    loops.clear();
    addresses.clear();
  }
}
