package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;

/// Health and metrics of an engine that serves no HTTP otherwise.
///
/// @param host address to listen on
/// @param port 0..65535, 0 is any free one
public record Ops(String host, int port) implements Settings {

  public Ops {
    Range.requireText("ops.host", host);
    Range.require("ops.port", port, 0, 65_535);
  }

  public static Ops defaults() {
    return new Ops("127.0.0.1", 7002);
  }
}
