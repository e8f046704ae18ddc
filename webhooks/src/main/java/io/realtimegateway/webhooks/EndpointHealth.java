package io.realtimegateway.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Since when an endpoint fails. It fails from the first event that it does not take until
/// everything that it did not take is taken. Safe for threads.
final class EndpointHealth {
  private final Duration giveUpAfter;

  /// What has to be told before it counts as well: what failed, and after a start of this process
  /// what may have failed before.
  private final Set<Retry> owed = new HashSet<>();

  private @Nullable Instant failingSince;
  private @Nullable Instant storedSince;
  private String why = "";

  EndpointHealth(Duration giveUpAfter, @Nullable Instant failingSince) {
    this.giveUpAfter = giveUpAfter;
    this.failingSince = failingSince;
    this.storedSince = failingSince;
  }

  /// There was something to tell at the start.
  synchronized void owes(Retry lane) {
    if (failingSince != null) {
      owed.add(lane);
    }
  }

  synchronized void failed(Retry lane, Instant now, String cause) {
    owed.add(lane);
    why = cause;
    if (failingSince == null) {
      failingSince = now.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  synchronized void succeeded(Retry lane) {
    owed.remove(lane);
    if (owed.isEmpty()) {
      failingSince = null;
    }
  }

  synchronized boolean isFailing() {
    return failingSince != null;
  }

  /// Why it is to be switched off; null while it is not.
  synchronized @Nullable String giveUp(Instant now) {
    return failingSince != null && !failingSince.plus(giveUpAfter).isAfter(now)
        ? "It has failed since " + WebhookBody.text(failingSince) + ". " + why
        : null;
  }

  /// Since when it fails, for the database; null where that is stored already or nothing fails.
  synchronized @Nullable Instant toStore() {
    return storedSince == null ? failingSince : null;
  }

  /// Whether the database still says that it fails.
  synchronized boolean isToBeCleared() {
    return failingSince == null && storedSince != null;
  }

  /// The database says so now.
  synchronized void stored(@Nullable Instant since) {
    storedSince = since;
  }

  synchronized boolean isStoredAsFailing() {
    return failingSince != null && storedSince != null;
  }
}
