package io.realtimegateway.server;

import io.realtimegateway.api.health.Health;
import io.realtimegateway.api.health.MetricsReaders;
import io.realtimegateway.edge.http.ErrorBody;
import io.realtimegateway.edge.http.SecurityHeaders;
import io.realtimegateway.protocol.ErrorCode;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Health and metrics on a port on which no API answers, or does not answer yet. What is asked for
/// may block, so it runs on a virtual thread.
final class OperationsHandler {
  private static final Logger LOG = LoggerFactory.getLogger(OperationsHandler.class);
  private static final String JSON = "application/json";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /// What the process knows of itself.
  ///
  /// @param health may block for about a second
  /// @param readiness may be asked for on any thread
  /// @param metrics text for Prometheus
  /// @param readers who may read the metrics
  record Known(
      Supplier<Health> health,
      Supplier<Health> readiness,
      Supplier<String> metrics,
      MetricsReaders readers) {}

  /// Who asks.
  ///
  /// @param address numeric
  /// @param isForwardedByStranger whether a proxy that is not trusted forwarded the request
  /// @param isSecure whether the client came by TLS
  record Origin(String address, boolean isForwardedByStranger, boolean isSecure) {}

  private sealed interface Answer {
    /// Something that is there.
    record Found(int status, String type, String text) implements Answer {}

    /// Something that is not.
    record Refused(ErrorCode code, String message) implements Answer {}
  }

  private final Vertx vertx;
  private final Known known;
  private final Function<HttpServerRequest, Origin> origins;
  private final Supplier<String> ids;

  /// @param ids makes request ids
  OperationsHandler(
      Vertx vertx, Known known, Function<HttpServerRequest, Origin> origins, Supplier<String> ids) {
    this.vertx = vertx;
    this.known = known;
    this.origins = origins;
    this.ids = ids;
  }

  /// Answers a request for health or metrics.
  ///
  /// @param others answers every other path
  void handle(HttpServerRequest request, Handler<HttpServerRequest> others) {
    String path = request.path() == null ? "" : request.path();
    switch (path) {
      case "/health/live" -> answer(request, () -> health(Health.alive()));
      case "/health/ready" -> answer(request, () -> health(known.readiness().get()));
      case "/health" -> answer(request, () -> health(known.health().get()));
      case "/metrics" -> {
        Origin origin = origins.apply(request);
        boolean mayRead = known.readers().allow(origin.address(), origin.isForwardedByStranger());
        answer(
            request,
            () ->
                mayRead
                    ? new Answer.Found(200, PROMETHEUS, known.metrics().get())
                    : new Answer.Refused(ErrorCode.FORBIDDEN, "Metrics are not for this address."));
      }
      default -> others.handle(request);
    }
  }

  private static Answer health(Health health) {
    return new Answer.Found(health.httpStatus(), JSON, health.json());
  }

  /// Refuses what there is not on this port.
  void refuseUnknown(HttpServerRequest request) {
    write(request, new Answer.Refused(ErrorCode.NOT_FOUND, "Only health and metrics are here."));
  }

  /// Refuses what there will be when the process has started.
  void refuseUntilStarted(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
    write(
        request,
        new Answer.Refused(ErrorCode.SERVICE_UNAVAILABLE, "The server starts; try again."));
  }

  private void answer(HttpServerRequest request, Callable<Answer> answer) {
    boolean isRead =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    if (!isRead) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      write(
          request,
          new Answer.Refused(
              ErrorCode.METHOD_NOT_ALLOWED, "This resource does not know the method."));
      return;
    }
    Context loop = vertx.getOrCreateContext();
    Thread.ofVirtual()
        .name("operations")
        .start(
            () -> {
              Answer found = found(answer);
              loop.runOnContext(_ -> write(request, found));
            });
  }

  private Answer found(Callable<Answer> answer) {
    try {
      return answer.call();
    } catch (Exception thrown) {
      LOG.error("Cannot answer a request for health or metrics", thrown);
      return new Answer.Refused(
          ErrorCode.INTERNAL, "Something went wrong here; the log says what.");
    }
  }

  private void write(HttpServerRequest request, Answer answer) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.headWritten()) {
      return;
    }
    SecurityHeaders.put(response.headers(), origins.apply(request).isSecure());
    String id = ids.get();
    response.putHeader("X-Request-Id", id);
    switch (answer) {
      case Answer.Found(int status, String type, String text) ->
          response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, type).end(text);
      case Answer.Refused(ErrorCode code, String message) ->
          response
              .setStatusCode(code.status())
              .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
              .end(ErrorBody.text(code, message, id));
    }
  }
}
