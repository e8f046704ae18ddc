package io.realtimegateway.webhooks;

/// A shard of an endpoint, and when it is looked at. Guarded by the endpoint's lock, but for the
/// follower.
final class Lane {
  final ShardFollower follower;
  final Retry retry;
  boolean isRunning;
  boolean isTruncated;
  long lookAtNanos = System.nanoTime();

  Lane(ShardFollower follower, Retry retry) {
    this.follower = follower;
    this.retry = retry;
  }

  boolean isDue(long nowNanos) {
    return !isRunning
        && !isTruncated
        && retry.isDue(nowNanos)
        && (follower.behind() > 0 || nowNanos - lookAtNanos >= 0);
  }
}
