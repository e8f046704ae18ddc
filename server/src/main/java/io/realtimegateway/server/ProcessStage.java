package io.realtimegateway.server;

import io.realtimegateway.api.health.Health;
import io.realtimegateway.api.health.Health.Component;

/// How far this process has come, for its readiness.
enum ProcessStage {
  STARTING,
  RUNNING,
  STOPPING;

  /// As the health of the process.
  Component component() {
    return switch (this) {
      case STARTING -> new Component(Health.Status.UNHEALTHY, "The server starts.");
      case RUNNING -> Component.GOOD;
      case STOPPING -> new Component(Health.Status.UNHEALTHY, "The server stops.");
    };
  }
}
