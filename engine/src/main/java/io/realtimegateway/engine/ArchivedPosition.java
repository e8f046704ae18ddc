package io.realtimegateway.engine;

/// How far PostgreSQL has a shard.
///
/// @param epoch of the newest archived record, 0 before the first
/// @param index of it, 0 before the first
public record ArchivedPosition(int shard, long epoch, long index) {}
