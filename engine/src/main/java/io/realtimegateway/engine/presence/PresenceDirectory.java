package io.realtimegateway.engine.presence;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.engine.settings.PresenceSettings;
import io.realtimegateway.engine.settings.PresenceSettings.Scope;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import io.realtimegateway.store.conversations.Peers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gathers presence changes, profile changes and sessions that need the initial presence, reads the
/// peers of many users from PostgreSQL in one query, and notifies the shards of those peers.
/// Bounded: for each user only the latest state waits, for each session one request. While
/// PostgreSQL is unavailable presence pauses, and changes and requests wait.
///
/// Called from event loops; its one task runs on a virtual thread.
public final class PresenceDirectory {
  private static final Logger LOGGER = LoggerFactory.getLogger(PresenceDirectory.class);
  private static final int BATCH = 500;
  private static final long RETRY_MILLIS = 1000;

  private final PresenceSettings settings;
  private final PeerSource peers;
  private final Consumer<ShardPacket> post;
  private final Executor virtual;
  private final Counter queries;

  // Guarded by this.
  private final Map<Long, Boolean> changes = new LinkedHashMap<>();
  private final Map<Long, Profile> profiles = new LinkedHashMap<>();
  private final Set<SessionAddress> attached = new LinkedHashSet<>();
  private boolean isRunning;
  private boolean isClosed;

  /// Finds users who share conversations. Blocks.
  public interface PeerSource {
    /// The peers of each of these users, each pair once.
    ///
    /// @param maxMembers conversations with more members do not count
    List<Peers> peers(long[] users, int maxMembers);
  }

  /// Creates it with no user online.
  ///
  /// @param post sends a packet to its shard, from any thread
  /// @param virtual runs what may block
  public PresenceDirectory(
      PresenceSettings settings,
      PeerSource peers,
      Consumer<ShardPacket> post,
      Executor virtual,
      MeterRegistry meters) {
    this.settings = settings;
    this.peers = peers;
    this.post = post;
    this.virtual = virtual;
    this.queries = meters.counter("engine.presence.queries");
  }

  /// A user came online or went offline.
  public synchronized void changed(long userID, boolean isOnline) {
    changes.remove(userID);
    changes.put(userID, isOnline);
    start();
  }

  /// The public profile of a user.
  ///
  /// @param displayImage address of a picture, null for none
  public record Profile(String displayName, @Nullable String displayImage) {}

  /// A user's name or picture changed. Notifies its peers and its own sessions.
  public synchronized void profileChanged(long userID, Profile profile) {
    profiles.remove(userID);
    profiles.put(userID, profile);
    start();
  }

  /// A session was sent `hello` and needs the initial presence.
  public synchronized void attached(SessionAddress address) {
    attached.add(address);
    start();
  }

  /// The session has ended: drops its request.
  public synchronized void left(SessionAddress address) {
    attached.remove(address);
  }

  /// Whether the members of a conversation with this many members are peers.
  public boolean makesPeers(int members) {
    return settings.scope() == Scope.PEERS && members <= settings.maxMembers();
  }

  /// Notifies online members of a conversation and its new members of each other.
  ///
  /// @param addresses sessions of the new members
  /// @param others previous members, who are notified of the new ones
  /// @param all current members
  public void introduce(List<SessionAddress> addresses, List<Long> others, List<Long> all) {
    if (!makesPeers(all.size())) {
      return;
    }
    Set<Long> users = new LinkedHashSet<>();
    for (SessionAddress address : addresses) {
      users.add(address.userID());
      byShard(all, address.userID())
          .forEach(
              (shard, some) -> post.accept(new ShardPacket.PresenceProbe(address, shard, some)));
    }
    for (long user : users) {
      byShard(others, user)
          .forEach(
              (shard, some) ->
                  post.accept(new ShardPacket.PresenceChanged(user, true, shard, some)));
    }
  }

  private void start() {
    if (!isRunning && !isClosed) {
      virtual.execute(this::run);
      isRunning = true;
    }
  }

  private void run() {
    try {
      Thread.sleep(PresenceSettings.GATHER);
      while (step()) {
        Thread.sleep(PresenceSettings.GATHER);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      interrupted();
    }
  }

  /// The next change starts over.
  private synchronized void interrupted() {
    isRunning = false;
  }

  /// Processes one batch.
  ///
  /// @return whether there may be more
  private boolean step() throws InterruptedException {
    Batch batch = take();
    if (batch.isEmpty()) {
      return false;
    }
    try {
      send(batch);
    } catch (RuntimeException | Error failure) {
      LOGGER.warn("presence pauses, peers cannot be read: {}", failure.toString());
      putBack(batch);
      Thread.sleep(RETRY_MILLIS);
    }
    return true;
  }

  private record Batch(
      Map<Long, Boolean> changes, Map<Long, Profile> profiles, Set<SessionAddress> attached) {
    boolean isEmpty() {
      return changes.isEmpty() && profiles.isEmpty() && attached.isEmpty();
    }

    Set<Long> users() {
      Set<Long> users = new HashSet<>(changes.keySet());
      users.addAll(profiles.keySet());
      attached.forEach(address -> users.add(address.userID()));
      return users;
    }
  }

  private synchronized Batch take() {
    Batch batch = new Batch(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashSet<>());
    move(changes, batch.changes);
    move(profiles, batch.profiles);
    for (var all = attached.iterator(); all.hasNext() && batch.attached.size() < BATCH; ) {
      batch.attached.add(all.next());
      all.remove();
    }
    if (batch.isEmpty()) {
      isRunning = false;
    }
    return batch;
  }

  private static <T> void move(Map<Long, T> from, Map<Long, T> to) {
    for (var all = from.entrySet().iterator(); all.hasNext() && to.size() < BATCH; ) {
      var next = all.next();
      to.put(next.getKey(), next.getValue());
      all.remove();
    }
  }

  private synchronized void putBack(Batch batch) {
    if (isClosed) {
      return;
    }
    batch.changes.forEach(changes::putIfAbsent);
    batch.profiles.forEach(profiles::putIfAbsent);
    attached.addAll(batch.attached);
  }

  private void send(Batch batch) {
    if (settings.scope() == Scope.EVERYONE) {
      sendToEveryone(batch);
      return;
    }
    Map<Long, List<Long>> peersOf = peersOf(batch.users());
    batch.changes.forEach(
        (user, isOnline) ->
            byShard(peersOf.getOrDefault(user, List.of()), user)
                .forEach(
                    (shard, some) ->
                        post.accept(new ShardPacket.PresenceChanged(user, isOnline, shard, some))));
    batch.profiles.forEach(
        (user, profile) -> {
          List<Long> all = new ArrayList<>(peersOf.getOrDefault(user, List.of()));
          all.add(user);
          byShard(all, 0)
              .forEach((shard, some) -> post.accept(changed(user, profile, shard, some)));
        });
    for (SessionAddress address : batch.attached) {
      byShard(peersOf.getOrDefault(address.userID(), List.of()), address.userID())
          .forEach(
              (shard, some) -> post.accept(new ShardPacket.PresenceProbe(address, shard, some)));
    }
  }

  private void sendToEveryone(Batch batch) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      for (var change : batch.changes.entrySet()) {
        post.accept(
            new ShardPacket.PresenceChanged(change.getKey(), change.getValue(), shard, List.of()));
      }
      for (var profile : batch.profiles.entrySet()) {
        post.accept(changed(profile.getKey(), profile.getValue(), shard, List.of()));
      }
      for (SessionAddress address : batch.attached) {
        post.accept(new ShardPacket.PresenceProbe(address, shard, List.of()));
      }
    }
  }

  private static ShardPacket.ProfileChanged changed(
      long userID, Profile profile, int shard, List<Long> users) {
    return new ShardPacket.ProfileChanged(
        userID, profile.displayName(), profile.displayImage(), shard, users);
  }

  private Map<Long, List<Long>> peersOf(Set<Long> users) {
    queries.increment();
    Map<Long, List<Long>> peersOf = new HashMap<>();
    long[] ids = users.stream().mapToLong(Long::longValue).toArray();
    for (Peers pair : peers.peers(ids, settings.maxMembers())) {
      peersOf.computeIfAbsent(pair.userID(), _ -> new ArrayList<>()).add(pair.peerID());
    }
    return peersOf;
  }

  private static Map<Integer, List<Long>> byShard(List<Long> users, long except) {
    Map<Integer, List<Long>> byShard = new TreeMap<>();
    for (long user : users) {
      if (user != except) {
        byShard.computeIfAbsent(Shards.ofUser(user), _ -> new ArrayList<>()).add(user);
      }
    }
    return byShard;
  }

  public synchronized void close() {
    isClosed = true;
    changes.clear();
    profiles.clear();
    attached.clear();
  }
}
