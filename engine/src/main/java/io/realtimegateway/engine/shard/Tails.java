package io.realtimegateway.engine.shard;

import io.realtimegateway.journal.Journal.Ownership;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import java.util.List;

/// What is known of the shards of a log that was taken over.
///
/// @param tails where each shard goes on
public record Tails(Ownership ownership, List<Tail> tails) {
  public Tails {
    tails = List.copyOf(tails);
  }

  /// Where a shard goes on.
  ///
  /// @param doubt why a new epoch begins, empty where none does
  public record Tail(
      int shard,
      long epoch,
      long index,
      String doubt,
      List<Long> online,
      List<LoginsRevoked> revoked) {
    public Tail {
      online = List.copyOf(online);
      revoked = List.copyOf(revoked);
    }
  }
}
