package io.realtimegateway.api;

import io.realtimegateway.api.application.ApplicationSettings;
import io.realtimegateway.api.conversations.ConversationSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.edge.Network;
import io.realtimegateway.api.engine.EngineSettings;
import io.realtimegateway.api.signin.SignInSettings;
import io.realtimegateway.api.users.DirectorySettings;
import java.util.List;

/// All that can be set of the API.
///
/// @param metricsReaders addresses that may read the metrics, beside loopback
public record ApiSettings(
    EdgeSettings edge,
    EngineSettings engine,
    SignInSettings signIn,
    ConversationSettings conversations,
    ApplicationSettings application,
    DirectorySettings directory,
    List<Network> metricsReaders) {
  public ApiSettings {
    metricsReaders = List.copyOf(metricsReaders);
  }

  /// Whether anybody may sign in with any e-mail although other ways to sign in, or pages of other
  /// origins, show that this is no playground.
  public boolean isDevLoginBesideOthers() {
    boolean others =
        !signIn.providers().isEmpty()
            || signIn.application().isPresent()
            || signIn.frontendUrl().isPresent()
            || !edge.origins().isEmpty();
    return signIn.isDevLoginOn() && others;
  }

  /// What each part has as its defaults.
  public static ApiSettings defaults() {
    return new ApiSettings(
        EdgeSettings.defaults(),
        EngineSettings.defaults(),
        SignInSettings.defaults(),
        ConversationSettings.defaults(),
        ApplicationSettings.defaults(),
        DirectorySettings.defaults(),
        List.of());
  }
}
