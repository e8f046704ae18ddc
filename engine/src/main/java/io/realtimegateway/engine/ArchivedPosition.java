package io.realtimegateway.engine;

/// How far a shard is archived in PostgreSQL.
///
/// @param epoch of the newest archived record, 0 before the first
/// @param index of it, 0 before the first
public record ArchivedPosition(int shard, long epoch, long index) {}
