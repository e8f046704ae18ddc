package io.realtimegateway.api.application;

import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;

/// The API for an application's own backend.
///
/// @param authorName of what the application itself writes, 1..100 characters
public record ServerApiSettings(String authorName) implements Settings {

  public ServerApiSettings {
    Range.requireText("server-api.author-name", authorName);
    Range.require("server-api.author-name", authorName.length(), 1, 100);
  }

  public static ServerApiSettings defaults() {
    return new ServerApiSettings("Application");
  }
}
