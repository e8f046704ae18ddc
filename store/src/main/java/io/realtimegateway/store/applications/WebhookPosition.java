package io.realtimegateway.store.applications;

import java.time.Instant;

/// How far the events of a shard have been delivered to an endpoint.
///
/// @param deliveredAt every event of the shard before this time was delivered, even if the journal
///   no longer holds the record at the index
public record WebhookPosition(int shard, long epoch, long index, Instant deliveredAt) {}
