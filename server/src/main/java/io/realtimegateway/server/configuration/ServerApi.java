package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;

/// The API for an application's own backend.
///
/// @param authorName of what the application itself writes, 1..100 characters
public record ServerApi(String authorName) implements Group {

  public ServerApi {
    Range.requireText("server-api.author-name", authorName);
    Range.require("server-api.author-name", authorName.length(), 1, 100);
  }

  public static ServerApi defaults() {
    return new ServerApi("Application");
  }
}
