package io.realtimegateway.store.applications;

import java.time.Instant;

/// How far an endpoint has been told of a shard.
///
/// @param toldAt everything that happened in the shard before it was told, also where the journal
///   no longer reaches back to the index
public record WebhookPosition(int shard, long epoch, long index, Instant toldAt) {}
