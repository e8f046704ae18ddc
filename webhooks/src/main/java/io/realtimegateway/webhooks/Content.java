package io.realtimegateway.webhooks;

import java.util.Map;

/// What one request sends.
final class Content {
  private final Map<String, String> headers;
  private final byte[] body;

  /// @param headers by name
  /// @param body not changed any more
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
