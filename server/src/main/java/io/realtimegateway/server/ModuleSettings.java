package io.realtimegateway.server;

import io.realtimegateway.api.ApiSettings;
import io.realtimegateway.api.application.ApplicationSettings;
import io.realtimegateway.api.conversations.ConversationSettings;
import io.realtimegateway.api.edge.EdgeSettings;
import io.realtimegateway.api.edge.Network;
import io.realtimegateway.api.edge.TrustedProxies;
import io.realtimegateway.api.foreign.ClaimNames;
import io.realtimegateway.api.foreign.IssuerKeys;
import io.realtimegateway.api.foreign.IssuerSettings;
import io.realtimegateway.api.http.PublicUrl;
import io.realtimegateway.api.oidc.ProviderSettings;
import io.realtimegateway.api.signin.SignInSettings;
import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.embedded.EmbeddedSettings;
import io.realtimegateway.engine.settings.EngineSettings;
import io.realtimegateway.gateway.GatewaySettings;
import io.realtimegateway.gateway.outbound.OutboundLimits;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.link.LinkSettings;
import io.realtimegateway.security.Secret;
import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.security.TokenSettings;
import io.realtimegateway.security.web.WebOrigin;
import io.realtimegateway.server.configuration.AddressRange;
import io.realtimegateway.server.configuration.Auth;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.SecretText;
import io.realtimegateway.store.DatabaseUrl;
import io.realtimegateway.store.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The configuration in the terms of each module.
final class ModuleSettings {

  /// A gateway tries again after 2 s at most.
  private static final Duration SHORTEST_ABSENCE = Duration.ofSeconds(5);

  private final Configuration configuration;
  private final SecretFiles secrets;

  /// @param secrets reads the files with secrets that the configuration names
  ModuleSettings(Configuration configuration, SecretFiles secrets) {
    this.configuration = configuration;
    this.secrets = secrets;
  }

  LinkSettings link() {
    LinkSettings defaults = LinkSettings.defaults();
    int hard = (int) configuration.link().outboundLimit().bytes();
    int high = Math.min(defaults.outbound().highWater(), hard);
    int low = Math.min(defaults.outbound().lowWater(), high);
    Duration ping = configuration.link().heartbeat();
    return new LinkSettings(
        defaults.handshakeTimeout(),
        ping,
        configuration.link().timeout().minus(ping),
        defaults.reconnectMin(),
        defaults.reconnectMax(),
        new LinkSettings.OutboundLimits(low, high, hard),
        defaults.requests(),
        defaults.maxHandshakes());
  }

  TokenSettings tokens() {
    return new TokenSettings(
        configuration.tokens().issuer(),
        configuration.tokens().lifetime(),
        configuration.tokens().ticketLifetime());
  }

  JournalSettings journal() {
    JournalSettings defaults = JournalSettings.defaults();
    var journal = configuration.journal();
    return new JournalSettings(
        configuration.data().resolve("journal"),
        journal.level(),
        journal.limit().bytes(),
        journal.window(),
        journal.windowSize().bytes(),
        journal.namesSize().bytes(),
        journal.namesAge(),
        journal.conversations(),
        defaults.writeBufferBytes(),
        defaults.slowdownFiles(),
        defaults.cacheBytes(),
        journal.syncInterval(),
        defaults.compactionBytesPerSecond(),
        defaults.reserveBytes());
  }

  EmbeddedSettings embedded() {
    return new EmbeddedSettings(
        configuration.data().resolve("postgres"),
        configuration.database().embeddedPort(),
        EmbeddedSettings.defaults(configuration.data()).startTimeout());
  }

  /// The configured database, with its password from wherever it is given.
  ///
  /// @throws StartFailure if the file of the password cannot be read
  DatabaseUrl databaseUrl() {
    var database = configuration.database();
    DatabaseUrl url = database.url().orElseThrow().parsed();
    return database
        .password()
        .map(SecretText::value)
        .or(() -> database.passwordFile().map(this::textIn))
        .map(url::withPassword)
        .orElse(url);
  }

  /// How the database is used.
  ///
  /// @param startWait how long to wait for a database that does not answer
  StoreSettings store(DatabaseUrl url, Duration startWait) {
    return new StoreSettings(
        url,
        configuration.database().poolSize(),
        StoreSettings.defaults(url).connectTimeout(),
        configuration.database().statementTimeout(),
        startWait,
        configuration.database().transactionPooling());
  }

  EngineSettings engine() {
    EngineSettings defaults = EngineSettings.defaults();
    return new EngineSettings(
        configuration.conversation().maxMembers(),
        configuration.limits().sessionsPerUser(),
        longer(configuration.link().timeout(), SHORTEST_ABSENCE),
        longer(configuration.link().timeout(), defaults.registrationWindow()),
        defaults.idleConversation(),
        configuration.engine().conversationsInMemory(),
        defaults.maxWaiting(),
        defaults.blockingThreads(),
        defaults.announceInterval(),
        defaults.revocationInterval(),
        configuration.presence());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  GatewaySettings gateway() {
    GatewaySettings defaults = GatewaySettings.defaults();
    var gateway = configuration.gateway();
    int low = (int) gateway.outboundLow().bytes();
    int most = (int) gateway.outboundHigh().bytes();
    int high = Math.max(low, most / 4);
    return new GatewaySettings(
        Origins.of(origins(), configuration.http().publicOrigin().map(WebOrigin::toString)),
        configuration.limits().upgrades(),
        defaults.addresses(),
        configuration.limits().commands(),
        configuration.limits().commandsOfUser(),
        defaults.users(),
        configuration.limits().frames(),
        (int) gateway.waitingCommands().bytes(),
        defaults.commandsInFlight(),
        new OutboundLimits(low, high, most, defaults.outbound().signals()),
        new GatewaySettings.Waits(
            defaults.waits().redeem(),
            defaults.waits().attach(),
            gateway.requestWait(),
            gateway.writeDeadline(),
            defaults.waits().close(),
            configuration.engine().lostAfter()),
        configuration.heartbeat(),
        configuration.drain().spread());
  }

  ApiSettings api() {
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
            origins(),
            trustedProxies(),
            publicUrl()),
        defaults.engine(),
        signIn(),
        conversations(),
        new ApplicationSettings(
            configuration.serverApi().authorName(),
            defaults.application().perKey(),
            configuration.webhooks().allowPrivateAddresses()),
        configuration.decidedDirectory(),
        networks(configuration.http().metricsAllow()),
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
    Auth auth = configuration.auth();
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

  private ProviderSettings provider(String name, Auth.Provider provider) {
    Optional<Secret> secret =
        provider
            .clientSecret()
            .map(text -> Secret.ofText(text.value()))
            .or(() -> provider.clientSecretFile().map(this::textIn).map(Secret::ofText));
    return new ProviderSettings(
        name,
        provider.displayName().orElse(name),
        provider.issuer().orElse(ProviderSettings.GOOGLE),
        provider.clientId(),
        secret,
        provider.scopes(),
        provider.linkByEmail());
  }

  private static IssuerSettings issuer(String issuer, Auth.Application application) {
    IssuerKeys keys =
        application
            .jwksUrl()
            .<IssuerKeys>map(IssuerKeys.AtUrl::new)
            .orElseGet(() -> publicKey(application.publicKeyFile().orElseThrow()));
    Auth.Claims claims = application.claims();
    return new IssuerSettings(
        issuer,
        keys,
        application.audience().orElseThrow(),
        new ClaimNames(claims.subject(), claims.name(), claims.email(), claims.picture()));
  }

  private static IssuerKeys publicKey(Path file) {
    return IssuerKeys.ofPem(textOf(file));
  }

  private String textIn(Path file) {
    try {
      return new String(secrets.readAny(file).bytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException failure) {
      throw new StartFailure(ExitCode.CONFIGURATION, Basics.unusableSecret(failure), failure);
    }
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new StartFailure(
          ExitCode.CONFIGURATION, "Cannot read " + file + ": " + failure.getMessage(), failure);
    }
  }

  /// How requests reach this server.
  TrustedProxies proxies() {
    return new TrustedProxies(trustedProxies());
  }

  List<Network> trustedProxies() {
    return networks(configuration.http().trustedProxies());
  }

  private Optional<PublicUrl> publicUrl() {
    return configuration
        .http()
        .publicOrigin()
        .map(origin -> new PublicUrl(origin.scheme(), origin.authority()));
  }

  private static List<Network> networks(List<AddressRange> ranges) {
    return ranges.stream().map(range -> Network.parse(range.toString())).toList();
  }

  private Set<String> origins() {
    return configuration.origins().stream().map(URI::toString).collect(Collectors.toSet());
  }
}
