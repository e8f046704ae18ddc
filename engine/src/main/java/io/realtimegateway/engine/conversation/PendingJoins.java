package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.loop.ShardLog;
import io.realtimegateway.model.Shards;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// Members of one conversation who were added and whose sessions have not joined the audience yet.
/// The delivered position of the shard stays before their record until they have.
final class PendingJoins {
  private final ShardLog log;
  private final Deque<Join> joins = new ArrayDeque<>();

  PendingJoins(ShardLog log) {
    this.log = log;
  }

  /// The members that one record added.
  ///
  /// @param index of the record
  /// @param shards that have not sent their sessions
  private record Join(long index, Set<Integer> shards, Set<Long> users) {}

  /// Users were added by the record at this index.
  void add(long index, List<Long> users) {
    Set<Integer> shards = new HashSet<>();
    users.forEach(user -> shards.add(Shards.ofUser(user)));
    joins.add(new Join(index, shards, Set.copyOf(users)));
    log.holdBack(index);
  }

  /// A shard has sent the sessions of its users. Shards answer in the order of the requests.
  void answered(int userShard) {
    for (Iterator<Join> all = joins.iterator(); all.hasNext(); ) {
      Join join = all.next();
      if (join.shards.remove(userShard)) {
        if (join.shards.isEmpty()) {
          all.remove();
          log.delivered(join.index);
        }
        return;
      }
    }
  }

  /// Whether the sessions of this user are still awaited.
  boolean contains(long user) {
    int shard = Shards.ofUser(user);
    return joins.stream()
        .anyMatch(join -> join.shards.contains(shard) && join.users.contains(user));
  }

  boolean isEmpty() {
    return joins.isEmpty();
  }

  /// The conversation is evicted.
  void forget() {
    joins.forEach(join -> log.delivered(join.index));
    joins.clear();
  }
}
