package io.realtimegateway.api.health;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How well the server can do its work.
///
/// @param components by name, sorted as they are shown
public record Health(Map<String, Component> components) {

  /// From best to worst.
  public enum Status {
    HEALTHY,
    DEGRADED,
    UNHEALTHY;

    /// As the contract writes it.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One part of the server.
  ///
  /// @param message for the operator, or null
  public record Component(Status status, @Nullable String message) {
    /// All is well.
    public static final Component GOOD = new Component(Status.HEALTHY, null);
  }

  /// The worst of the components.
  public Status status() {
    return components.values().stream()
        .map(Component::status)
        .max(Status::compareTo)
        .orElse(Status.HEALTHY);
  }
}
