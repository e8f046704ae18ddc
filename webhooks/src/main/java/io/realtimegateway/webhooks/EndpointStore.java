package io.realtimegateway.webhooks;

import io.realtimegateway.store.applications.Webhook;
import io.realtimegateway.store.applications.WebhookPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What PostgreSQL keeps of one endpoint: its positions, since when it fails, whether it is
/// disabled. Used by the endpoint's thread only. If the database is unavailable, it is stored
/// later.
final class EndpointStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(EndpointStore.class);

  private final Services services;
  private final Webhook webhook;
  private final EndpointHealth health;
  private final Map<Integer, WebhookPosition> saved = new HashMap<>();
  private boolean isSwitchedOff;

  EndpointStore(Services services, Webhook webhook, EndpointHealth health) {
    this.services = services;
    this.webhook = webhook;
    this.health = health;
  }

  /// The positions of all shards; empty if they cannot be read now.
  List<WebhookPosition> load() throws InterruptedException {
    try {
      List<WebhookPosition> positions =
          services.directory().lookUp(() -> services.webhooks().positions(webhook.id()));
      positions.forEach(position -> saved.put(position.shard(), position));
      return positions;
    } catch (RuntimeException failure) {
      LOGGER.debug("positions of webhook {} cannot be read", webhook.id(), failure);
      return List.of();
    }
  }

  /// Stores what changed.
  ///
  /// @param switchOffWhy null if it stays enabled
  /// @return whether everything is stored
  boolean save(List<ShardFollower> followers, @Nullable String switchOffWhy)
      throws InterruptedException {
    try {
      return services
          .directory()
          .lookUp(
              () -> {
                savePositions(followers);
                saveHealth();
                switchOff(switchOffWhy);
                return true;
              });
    } catch (RuntimeException failure) {
      LOGGER.debug("the state of webhook {} cannot be stored now", webhook.id(), failure);
      return false;
    }
  }

  private void savePositions(List<ShardFollower> followers) {
    List<WebhookPosition> moved = new ArrayList<>();
    for (ShardFollower follower : followers) {
      WebhookPosition position = follower.position();
      if (!Objects.equals(saved.get(position.shard()), position)) {
        moved.add(position);
      }
    }
    if (!moved.isEmpty()) {
      services.webhooks().advance(webhook.id(), moved);
      moved.forEach(position -> saved.put(position.shard(), position));
    }
  }

  private void saveHealth() {
    Instant failingSince = health.toStore();
    if (failingSince != null) {
      services.webhooks().failing(webhook.id(), failingSince);
      health.stored(failingSince);
    } else if (health.isToBeCleared()) {
      services.webhooks().working(webhook.id());
      health.stored(null);
    }
  }

  /// Disable only once, so that a user who re-enables it is not overridden.
  private void switchOff(@Nullable String why) {
    if (why != null && !isSwitchedOff) {
      services.webhooks().switchOff(webhook.id(), webhook.url(), why);
      isSwitchedOff = true;
      LOGGER.warn("webhook {} is disabled: {}", webhook.id(), why);
    }
  }
}
