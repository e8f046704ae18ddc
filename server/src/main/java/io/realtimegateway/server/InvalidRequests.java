package io.realtimegateway.server;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Supplier;

/// Answers what the HTTP decoder could not read, before any router sees it, and closes.
final class InvalidRequests implements Handler<HttpServerRequest> {
  private final boolean isSecure;
  private final Supplier<String> ids;
  private final HttpDate date;

  /// @param ids makes request ids
  InvalidRequests(boolean isSecure, Supplier<String> ids, HttpDate date) {
    this.isSecure = isSecure;
    this.ids = ids;
    this.date = date;
  }

  @Override
  public void handle(HttpServerRequest request) {
    request.response().putHeader("Date", date.now());
    Throwable cause = request.decoderResult().cause();
    switch (cause) {
      case TooLongHttpLineException _ -> answer(request, 414, "The address is too long.");
      case TooLongHttpHeaderException _ -> answer(request, 431, "The headers are too long.");
      case null, default -> answer(request, 400, "This is no HTTP request.");
    }
  }

  private void answer(HttpServerRequest request, int status, String message) {
    PlainErrors.answer(request, status, message, ids.get(), isSecure);
  }
}
