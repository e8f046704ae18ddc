package io.realtimegateway.engine.shard;

import io.realtimegateway.journal.Journal.Ownership;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import java.util.List;

/// The tails of the shards of a log that was taken over.
///
/// @param tails tail of each shard
public record Tails(Ownership ownership, List<Tail> tails) {
  public Tails {
    tails = List.copyOf(tails);
  }

  /// The position after which a shard continues.
  ///
  /// @param doubt why a new epoch begins, empty if none does
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
