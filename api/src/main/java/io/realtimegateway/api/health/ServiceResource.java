package io.realtimegateway.api.health;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.health.Health.Component;
import io.realtimegateway.api.health.Health.Status;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.Database;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// `/health`, `/metrics` and the documents.
public final class ServiceResource {
  private static final Component STOPS =
      new Component(Status.UNHEALTHY, "The server stops or has too much to do.");
  private static final String YAML = "application/yaml";

  private final DatabaseProbe database;
  private final BooleanSupplier areLoginsKnown;
  private final Supplier<Component> journal;
  private final Supplier<Component> process;
  private final Supplier<String> metrics;
  private final MetricsReaders metricsReaders;
  private final Reply openApi;
  private final Optional<Reply> asyncApi;

  /// @param areLoginsKnown whether it is known which logins have ended; before that, nearly
  ///   everything is refused
  /// @param journal what the engine of this process says of its journal, or that there is none here
  /// @param process whether this process works, starts or stops, as far as requests concern it
  /// @param metrics the text for Prometheus
  /// @param openApi the document
  /// @param asyncApi the WebSocket's document, where this process has it
  public ServiceResource(
      Database database,
      BooleanSupplier areLoginsKnown,
      Supplier<Component> journal,
      Supplier<Component> process,
      Supplier<String> metrics,
      MetricsReaders metricsReaders,
      String openApi,
      Optional<String> asyncApi) {
    this.database = new DatabaseProbe(database::isWritable, DatabaseProbe.TIMEOUT);
    this.areLoginsKnown = areLoginsKnown;
    this.journal = journal;
    this.process = process;
    this.metrics = metrics;
    this.metricsReaders = metricsReaders;
    this.openApi = Reply.text(YAML, openApi);
    this.asyncApi = asyncApi.map(text -> Reply.text(YAML, text));
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "getHealth", new Guarded(this::health, Access.OPEN, this::healthWhenBusy),
        "getLiveness",
            new Guarded(_ -> reply(Health.alive()), Access.OPEN, () -> reply(Health.alive())),
        "getReadiness", new Guarded(this::readiness, Access.OPEN, ServiceResource::notReady),
        "getMetrics", new Guarded(this::metrics, Access.OPEN),
        "getOpenApi", new Guarded(_ -> openApi, Access.OPEN),
        "getAsyncApi", new Guarded(_ -> asyncApi(), Access.OPEN));
  }

  private Reply health(Call call) {
    return reply(databaseHealth(database.isReachable()), engineHealth(call));
  }

  /// Makes a load balancer use another server.
  private Reply healthWhenBusy() {
    return reply(databaseHealth(database.wasReachable()), STOPS);
  }

  private Reply reply(Component databaseHealth, Component engineHealth) {
    Map<String, Component> components = new LinkedHashMap<>();
    components.put("database", databaseHealth);
    components.put("tcp_server", engineHealth);
    components.put("journal", journal.get());
    return reply(new Health(components));
  }

  private static Reply reply(Health health) {
    return Reply.json(health.httpStatus(), health::write);
  }

  private Reply readiness(Call call) {
    Map<String, Component> components = new LinkedHashMap<>();
    components.put("process", process.get());
    components.put("tcp_server", engineHealth(call));
    return reply(new Health(components));
  }

  private static Reply notReady() {
    return reply(new Health(Map.of("process", STOPS)));
  }

  private Component databaseHealth(boolean isReachable) {
    if (!isReachable) {
      return new Component(Status.DEGRADED, "The database is away or read-only.");
    }
    return areLoginsKnown.getAsBoolean()
        ? Component.GOOD
        : new Component(Status.DEGRADED, "It is being read which logins have ended.");
  }

  private static Component engineHealth(Call call) {
    return call.engine().isReady()
        ? Component.GOOD
        : new Component(Status.UNHEALTHY, "The engine is away.");
  }

  private Reply metrics(Call call) {
    if (!metricsReaders.allow(call.clientAddress(), call.isForwardedByStranger())) {
      throw Refusal.of(ErrorCode.FORBIDDEN, "Metrics are not for this address.");
    }
    return Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.get());
  }

  private Reply asyncApi() {
    return asyncApi.orElseThrow(() -> Refusal.notFound("resource"));
  }
}
