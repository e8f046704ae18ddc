package io.realtimegateway.api.health;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.edge.Network;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.health.Health.Component;
import io.realtimegateway.api.health.Health.Status;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// `/health`, `/metrics` and the documents.
public final class ServiceResource {
  private static final List<Network> LOOPBACK =
      List.of(Network.parse("127.0.0.0/8"), Network.parse("::1"));
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final DatabaseProbe database;
  private final BooleanSupplier areLoginsKnown;
  private final Supplier<Component> journal;
  private final Supplier<String> metrics;
  private final List<Network> metricsReaders;
  private final String openApi;
  private final Optional<String> asyncApi;

  /// @param areLoginsKnown whether it is known which logins have ended; before that, nearly
  ///   everything is refused
  /// @param journal what the engine of this process says of its journal, or that there is none here
  /// @param metrics the text for Prometheus
  /// @param metricsReaders who may read them beside loopback
  /// @param openApi the document
  /// @param asyncApi the WebSocket's document, where this process has it
  public ServiceResource(
      Database database,
      BooleanSupplier areLoginsKnown,
      Supplier<Component> journal,
      Supplier<String> metrics,
      List<Network> metricsReaders,
      String openApi,
      Optional<String> asyncApi) {
    this.database = new DatabaseProbe(database::isReachable, PATIENCE);
    this.areLoginsKnown = areLoginsKnown;
    this.journal = journal;
    this.metrics = metrics;
    this.metricsReaders = List.copyOf(metricsReaders);
    this.openApi = openApi;
    this.asyncApi = asyncApi;
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "getHealth", new Guarded(this::health, Access.OPEN, this::healthWhenBusy),
        "getMetrics", new Guarded(this::metrics, Access.OPEN),
        "getOpenApi", new Guarded(_ -> Reply.text("application/yaml", openApi), Access.OPEN),
        "getAsyncApi", new Guarded(_ -> asyncApi(), Access.OPEN));
  }

  private Reply health(Call call) {
    return reply(databaseHealth(database.isReachable()), engineHealth(call));
  }

  /// Sends whoever chooses between servers elsewhere.
  private Reply healthWhenBusy() {
    return reply(
        databaseHealth(database.wasReachable()),
        new Component(Status.UNHEALTHY, "The server stops or has too much to do."));
  }

  private Reply reply(Component databaseHealth, Component engineHealth) {
    Map<String, Component> components = new LinkedHashMap<>();
    components.put("database", databaseHealth);
    components.put("tcp_server", engineHealth);
    components.put("journal", journal.get());
    Health health = new Health(components);
    int status = health.status() == Status.UNHEALTHY ? 503 : 200;
    return Reply.json(status, json -> write(json, health));
  }

  private Component databaseHealth(boolean isReachable) {
    if (!isReachable) {
      return new Component(Status.DEGRADED, "The database is away.");
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

  /// Behind a proxy that is not trusted every request seems to come from it, so none of them is let
  /// in.
  private Reply metrics(Call call) {
    boolean isReader =
        Stream.concat(LOOPBACK.stream(), metricsReaders.stream())
            .anyMatch(network -> network.contains(call.clientAddress()));
    if (!isReader || call.isForwardedByStranger()) {
      throw Refusal.of(ErrorCode.FORBIDDEN, "Metrics are not for this address.");
    }
    return Reply.text("text/plain; version=0.0.4; charset=utf-8", metrics.get());
  }

  private Reply asyncApi() {
    return Reply.text("application/yaml", asyncApi.orElseThrow(() -> Refusal.notFound("resource")));
  }

  private static void write(JsonGenerator json, Health health) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", health.status().text());
    json.writeObjectFieldStart("components");
    for (Map.Entry<String, Component> component : health.components().entrySet()) {
      json.writeObjectFieldStart(component.getKey());
      json.writeStringField("status", component.getValue().status().text());
      if (component.getValue().message() != null) {
        json.writeStringField("message", component.getValue().message());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
