package io.realtimegateway.webhooks;

/// A shard that an endpoint follows, and when it is due. Guarded by the endpoint's lock, except the
/// follower.
final class FollowedShard {
  final ShardFollower follower;
  final Retry retry;
  boolean isRunning;
  boolean isTruncated;
  long visitAtNanos = System.nanoTime();

  FollowedShard(ShardFollower follower, Retry retry) {
    this.follower = follower;
    this.retry = retry;
  }

  boolean isDue(long nowNanos) {
    return !isRunning
        && !isTruncated
        && retry.isDue(nowNanos)
        && (follower.behind() > 0 || nowNanos - visitAtNanos >= 0);
  }
}
