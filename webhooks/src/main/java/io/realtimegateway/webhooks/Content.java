package io.realtimegateway.webhooks;

import java.util.Map;

/// Headers and body of one request.
final class Content {
  private final Map<String, String> headers;
  private final byte[] body;

  /// @param headers by name
  /// @param body must not be changed afterwards
  Content(Map<String, String> headers, byte[] body) {
    this.headers = headers;
    this.body = body;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
