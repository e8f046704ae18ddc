package io.realtimegateway.server.configuration;

/// The API for an application's own backend.
///
/// @param authorName of what the application itself writes, 1..100 characters
public record ServerApi(String authorName) implements Group {

  public ServerApi {
    Require.notBlank("server-api.author-name", authorName);
    Require.within("server-api.author-name", authorName.length(), 1, 100);
  }

  public static ServerApi defaults() {
    return new ServerApi("Application");
  }
}
