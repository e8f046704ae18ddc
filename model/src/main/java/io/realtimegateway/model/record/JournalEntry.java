package io.realtimegateway.model.record;

/// A record at its position.
///
/// @param shard 0..63
/// @param epoch shard epoch in which the index counts
/// @param index dense per shard from 1, given by the owner of the log
/// @param term of the owner that appended it
public record JournalEntry(int shard, long epoch, long index, long term, JournalRecord record) {}
