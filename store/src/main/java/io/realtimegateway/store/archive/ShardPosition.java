package io.realtimegateway.store.archive;

import io.realtimegateway.store.Row;
import java.sql.SQLException;

/// How far a shard is archived.
///
/// @param epoch of the newest archived record, 0 before the first
/// @param index of it, 0 before the first
/// @param owner the process that archives
public record ShardPosition(int shard, long epoch, long index, long owner) {

  /// Reads a row of `shard_positions`.
  public static ShardPosition read(Row row) throws SQLException {
    return new ShardPosition(
        row.count("shard"), row.number("epoch"), row.number("index"), row.number("owner"));
  }
}
