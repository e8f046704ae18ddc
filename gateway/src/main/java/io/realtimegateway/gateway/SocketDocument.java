package io.realtimegateway.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The AsyncAPI document of the WebSocket.
public final class SocketDocument {
  private SocketDocument() {}

  /// The document as YAML.
  public static String yaml() {
    try (InputStream in = SocketDocument.class.getResourceAsStream("/asyncapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("the class path has no asyncapi.yaml");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
