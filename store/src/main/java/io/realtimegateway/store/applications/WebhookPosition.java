package io.realtimegateway.store.applications;

/// How far an endpoint has been told of a shard.
public record WebhookPosition(int shard, long epoch, long index) {}
