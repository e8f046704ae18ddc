package io.realtimegateway.server;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.application.ApplicationSettings;
import io.realtimegateway.api.conversations.ConversationSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.foreign.IssuerKeys;
import io.realtimegateway.api.foreign.IssuerSettings;
import io.realtimegateway.api.http.PublicUrl;
import io.realtimegateway.api.oidc.ProviderSettings;
import io.realtimegateway.api.signin.AuthSettings;
import io.realtimegateway.api.signin.SignInSettings;
import io.realtimegateway.security.Secret;
import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.server.configuration.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the API takes from several groups of the configuration, and from the files that it names.
final class ApiConfiguration {
  private final Configuration configuration;
  private final SecretFiles secrets;

  /// @param secrets reads the files with secrets that the configuration names
  ApiConfiguration(Configuration configuration, SecretFiles secrets) {
    this.configuration = configuration;
    this.secrets = secrets;
  }

  ApiSettings settings() {
    ApiSettings defaults = ApiSettings.defaults();
    EdgeSettings edge = defaults.edge();
    return new ApiSettings(
        new EdgeSettings(
            (int) configuration.limits().body().bytes(),
            edge.requestTimeout(),
            edge.maxRunning(),
            configuration.limits().requests(),
            configuration.limits().signIns(),
            configuration.limits().lists(),
            configuration.originTexts(),
            configuration.http().trustedProxies(),
            publicUrl()),
        signIn(),
        conversations(),
        new ApplicationSettings(
            configuration.serverApi().authorName(),
            defaults.application().perKey(),
            configuration.webhooks().allowPrivateAddresses()),
        configuration.decidedDirectory(),
        configuration.http().metricsAllow(),
        configuration.isDevLoginOpen());
  }

  private ConversationSettings conversations() {
    return new ConversationSettings(
        configuration.conversation().maxMembers(),
        configuration.conversations(),
        configuration.limits().conversations(),
        configuration.limits().memberships());
  }

  private SignInSettings signIn() {
    AuthSettings auth = configuration.auth();
    SignInSettings defaults = SignInSettings.defaults();
    List<ProviderSettings> providers = new ArrayList<>();
    auth.providers().forEach((name, provider) -> providers.add(provider(name, provider)));
    return new SignInSettings(
        configuration.devLogin(),
        !configuration.origins().isEmpty(),
        configuration.tokens().lifetime(),
        auth.frontendUrl(),
        auth.clockSkew(),
        defaults.providerTimeout(),
        providers,
        auth.application().issuer().map(issuer -> issuer(issuer, auth.application())));
  }

  private ProviderSettings provider(String name, AuthSettings.Provider provider) {
    Optional<Secret> secret =
        provider
            .clientSecret()
            .map(text -> Secret.ofText(text.value()))
            .or(
                () ->
                    provider
                        .clientSecretFile()
                        .map(file -> Basics.textIn(file, secrets))
                        .map(Secret::ofText));
    return new ProviderSettings(
        name,
        provider.displayName().orElse(name),
        provider.issuer().orElse(ProviderSettings.GOOGLE),
        provider.clientId(),
        secret,
        provider.scopes(),
        provider.linkByEmail());
  }

  private static IssuerSettings issuer(String issuer, AuthSettings.Application application) {
    IssuerKeys keys =
        application
            .jwksUrl()
            .<IssuerKeys>map(IssuerKeys.AtUrl::new)
            .orElseGet(() -> publicKey(application.publicKeyFile().orElseThrow()));
    return new IssuerSettings(
        issuer, keys, application.audience().orElseThrow(), application.claims());
  }

  private static IssuerKeys publicKey(Path file) {
    return IssuerKeys.ofPem(textOf(file));
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, "Cannot read " + file + ": " + failure.getMessage(), failure);
    }
  }

  private Optional<PublicUrl> publicUrl() {
    return configuration
        .http()
        .publicOrigin()
        .map(origin -> new PublicUrl(origin.scheme(), origin.authority()));
  }
}
