package io.realtimegateway.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.realtimegateway.gateway.SecurityHeaders;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/// Answers what the HTTP decoder could not read, before any router sees it, and closes.
final class InvalidRequests implements Handler<HttpServerRequest> {
  private final boolean isSecure;

  InvalidRequests(boolean isSecure) {
    this.isSecure = isSecure;
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
    SecurityHeaders.put(request.response().headers(), isSecure);
    var _ =
        request
            .response()
            .setStatusCode(status)
            .putHeader(HttpHeaders.CONNECTION, "close")
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .end("{\"error\":{\"code\":\"BadRequest\",\"message\":\"%s\"}}".formatted(message))
            .onComplete(_ -> request.connection().close());
  }
}
