package io.realtimegateway.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.realtimegateway.gateway.SecurityHeaders;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/// Answers what the HTTP decoder could not read, before any router sees it, and closes.
final class InvalidRequests implements Handler<HttpServerRequest> {
  private final boolean isSecure;
  private final Supplier<String> ids;

  /// @param ids makes request ids
  InvalidRequests(boolean isSecure, Supplier<String> ids) {
    this.isSecure = isSecure;
    this.ids = ids;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    switch (cause) {
      case TooLongHttpLineException _ -> answer(request, 414, "The address is too long.");
      case TooLongHttpHeaderException _ -> answer(request, 431, "The headers are too long.");
      case null, default -> answer(request, 400, "This is no HTTP request.");
    }
  }

  private void answer(HttpServerRequest request, int status, String message) {
    String id = ids.get();
    SecurityHeaders.put(request.response().headers(), isSecure);
    var _ =
        request
            .response()
            .setStatusCode(status)
            .putHeader(HttpHeaders.CONNECTION, "close")
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .putHeader("X-Request-Id", id)
            .end(
                "{\"error\":{\"code\":\"BadRequest\",\"message\":\"%s\",\"innererror\":{\"requestId\":\"%s\"}}}"
                    .formatted(message, id))
            .onComplete(_ -> request.connection().close());
  }
}
