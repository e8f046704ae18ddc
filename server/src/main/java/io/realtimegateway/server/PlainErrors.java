package io.realtimegateway.server;

import io.realtimegateway.edge.http.ErrorBody;
import io.realtimegateway.edge.http.SecurityHeaders;
import io.realtimegateway.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/// Error answers to requests that reach neither API nor gateway. The connection is closed with
/// them.
final class PlainErrors {
  private PlainErrors() {}

  /// Answers and closes.
  ///
  /// @param requestID for header and body
  static void answer(
      HttpServerRequest request, int status, String message, String requestID, boolean isSecure) {
    SecurityHeaders.put(request.response().headers(), isSecure);
    Future<Void> _ =
        request
            .response()
            .setStatusCode(status)
            .putHeader(HttpHeaders.CONNECTION, "close")
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .putHeader("X-Request-Id", requestID)
            .end(ErrorBody.text(ErrorCode.BAD_REQUEST, message, requestID))
            .onComplete(_ -> request.connection().close());
  }
}
