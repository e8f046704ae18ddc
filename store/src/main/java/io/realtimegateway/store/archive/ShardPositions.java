package io.realtimegateway.store.archive;

import io.realtimegateway.store.Database;
import java.util.List;

/// Table `shard_positions`, ascending by shard.
public final class ShardPositions {
  private final Database database;

  public ShardPositions(Database database) {
    this.database = database;
  }

  private static final String ALL =
      """
      SELECT * FROM shard_positions ORDER BY shard
      """;

  /// The positions of all shards that were ever claimed.
  public List<ShardPosition> all() {
    return database.list(ALL, ShardPosition::read);
  }

  private static final String ADD_MISSING =
      """
      INSERT INTO shard_positions (shard, epoch, "index", owner)
      SELECT shard, 0, 0, ? FROM generate_series(0, ?::integer - 1) AS shard
      ON CONFLICT (shard) DO NOTHING
      """;
  private static final String CLAIM =
      """
      UPDATE shard_positions SET owner = ?
      """;

  /// Makes a process the owner of all shards. The previous owner notices at its next batch.
  ///
  /// @param owner random, not 0
  /// @param shards number of shards
  public List<ShardPosition> claim(long owner, int shards) {
    return database.transaction(
        session -> {
          session.update(ADD_MISSING, owner, shards);
          session.update(CLAIM, owner);
          return session.list(ALL, ShardPosition::read);
        });
  }
}
