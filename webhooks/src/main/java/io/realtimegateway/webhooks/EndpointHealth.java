package io.realtimegateway.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Since when an endpoint fails: from the first failed delivery until every failed delivery has
/// succeeded. Thread-safe.
final class EndpointHealth {
  private final Duration giveUpAfter;

  /// What must be delivered before the endpoint counts as healthy: what failed, and after a start
  /// of this process what may have failed before.
  private final Set<Retry> undelivered = new HashSet<>();

  private @Nullable Instant failingSince;
  private @Nullable Instant storedSince;
  private String why = "";

  EndpointHealth(Duration giveUpAfter, @Nullable Instant failingSince) {
    this.giveUpAfter = giveUpAfter;
    this.failingSince = failingSince;
    this.storedSince = failingSince;
  }

  /// This shard had undelivered events when the process started.
  synchronized void mayHaveFailed(Retry shard) {
    if (failingSince != null) {
      undelivered.add(shard);
    }
  }

  synchronized void failed(Retry shard, Instant now, String cause) {
    undelivered.add(shard);
    why = cause;
    if (failingSince == null) {
      failingSince = now.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  synchronized void succeeded(Retry shard) {
    undelivered.remove(shard);
    if (undelivered.isEmpty()) {
      failingSince = null;
    }
  }

  synchronized boolean isFailing() {
    return failingSince != null;
  }

  /// Why the endpoint must be disabled; null if it stays enabled.
  synchronized @Nullable String giveUp(Instant now) {
    return failingSince != null && !failingSince.plus(giveUpAfter).isAfter(now)
        ? "It has failed since " + WebhookBody.text(failingSince) + ". " + why
        : null;
  }

  /// Since when it fails, to be stored; null if that is stored already or nothing fails.
  synchronized @Nullable Instant toStore() {
    return storedSince == null ? failingSince : null;
  }

  /// Whether the database still says that a healthy endpoint fails.
  synchronized boolean isToBeCleared() {
    return failingSince == null && storedSince != null;
  }

  /// Records what the database says now.
  synchronized void stored(@Nullable Instant since) {
    storedSince = since;
  }

  synchronized boolean isStoredAsFailing() {
    return failingSince != null && storedSince != null;
  }
}
