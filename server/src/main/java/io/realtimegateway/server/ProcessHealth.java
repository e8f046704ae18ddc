package io.realtimegateway.server;

import io.realtimegateway.api.health.DatabaseProbe;
import io.realtimegateway.api.health.Health;
import io.realtimegateway.api.health.Health.Component;
import io.realtimegateway.api.health.Health.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What this process knows of itself; parts are added as they start. For any thread.
final class ProcessHealth {
  private static final Component NO_ENGINE = new Component(Status.UNHEALTHY, "The engine is away.");
  private static final Component NO_DATABASE =
      new Component(Status.DEGRADED, "The database is away.");

  private volatile ProcessStage stage = ProcessStage.STARTING;
  private volatile @Nullable DatabaseProbe database;
  private volatile @Nullable EnginePart engine;
  private volatile @Nullable GatewayPart gateway;

  void reached(ProcessStage next) {
    stage = next;
  }

  void add(DatabasePart started) {
    database = new DatabaseProbe(started.database()::isWritable, DatabaseProbe.TIMEOUT);
  }

  void add(EnginePart started) {
    engine = started;
  }

  void add(GatewayPart started) {
    gateway = started;
  }

  /// What is known of the parts; blocks for about a second at most.
  Health health() {
    Map<String, Component> components = new LinkedHashMap<>();
    if (stage != ProcessStage.RUNNING) {
      components.put("process", stage.component());
    }
    DatabaseProbe probe = database;
    if (probe != null) {
      components.put("database", probe.isReachable() ? Component.GOOD : NO_DATABASE);
    }
    GatewayPart sockets = gateway;
    if (sockets != null && stage == ProcessStage.RUNNING) {
      components.put("tcp_server", sockets.isReady() ? Component.GOOD : NO_ENGINE);
    }
    EnginePart own = engine;
    if (own != null) {
      components.put("journal", own.journalHealth());
    }
    return new Health(components);
  }

  /// Whether requests are to be sent to this process.
  Health readiness() {
    return new Health(Map.of("process", process()));
  }

  /// Whether this process works, and its sockets have an engine.
  Component process() {
    GatewayPart sockets = gateway;
    boolean lacksEngine = stage == ProcessStage.RUNNING && sockets != null && !sockets.isReady();
    return lacksEngine ? NO_ENGINE : stage.component();
  }
}
