package io.realtimegateway.api;

import io.realtimegateway.api.application.ApplicationSettings;
import io.realtimegateway.api.conversations.ConversationSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.edge.Network;
import io.realtimegateway.api.signin.SignInSettings;
import io.realtimegateway.api.users.DirectorySettings;
import java.util.List;

/// All that can be set of the API.
///
/// @param metricsReaders addresses that may read the metrics, beside loopback
/// @param isDevLoginOpen whether dev login is on although other machines reach this server
public record ApiSettings(
    EdgeSettings edge,
    SignInSettings signIn,
    ConversationSettings conversations,
    ApplicationSettings application,
    DirectorySettings directory,
    List<Network> metricsReaders,
    boolean isDevLoginOpen) {
  public ApiSettings {
    metricsReaders = List.copyOf(metricsReaders);
  }

  /// Reachable from this machine alone, if dev login is on.
  public ApiSettings(
      EdgeSettings edge,
      SignInSettings signIn,
      ConversationSettings conversations,
      ApplicationSettings application,
      DirectorySettings directory,
      List<Network> metricsReaders) {
    this(edge, signIn, conversations, application, directory, metricsReaders, false);
  }

  /// Whether the page warns of the open dev login.
  public boolean warnsOfDevLogin() {
    return isDevLoginOpen || isDevLoginBesideOthers();
  }

  /// Whether users may sign in with any e-mail although other ways to sign in, or pages of other
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
        SignInSettings.defaults(),
        ConversationSettings.defaults(),
        ApplicationSettings.defaults(),
        DirectorySettings.defaults().decided(false),
        List.of());
  }
}
