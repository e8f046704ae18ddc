package io.realtimegateway.server.configuration;

import io.realtimegateway.api.application.ServerApiSettings;
import io.realtimegateway.api.conversations.ConversationRules;
import io.realtimegateway.api.signin.AuthSettings;
import io.realtimegateway.api.users.DirectorySettings;
import io.realtimegateway.edge.rate.LimitSettings;
import io.realtimegateway.engine.archive.ArchiverSettings;
import io.realtimegateway.engine.settings.EngineSettings;
import io.realtimegateway.engine.settings.PresenceSettings;
import io.realtimegateway.gateway.GatewaySettings;
import io.realtimegateway.gateway.HeartbeatSettings;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.link.LinkSettings;
import io.realtimegateway.model.HostAndPort;
import io.realtimegateway.model.MemberLimit;
import io.realtimegateway.model.Range;
import io.realtimegateway.model.Settings;
import io.realtimegateway.security.TokenSettings;
import io.realtimegateway.security.web.WebOrigin;
import io.realtimegateway.store.DatabaseSettings;
import io.realtimegateway.webhooks.WebhookSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Everything that can be configured. Each component is a key, or a group of keys;
/// `docs/configuration.md` says what each means.
///
/// @param roles what this process runs; not empty
/// @param node number of the engine in message ids, 0..31
/// @param data folder of the local store, the embedded database and generated secrets
/// @param origins pages of other origins that may use the API and the socket with credentials
public record Configuration(
    Set<ProcessRole> roles,
    int node,
    Path data,
    List<URI> origins,
    Http http,
    Ops ops,
    Tls tls,
    DatabaseSettings database,
    LinkSettings link,
    Threads threads,
    TokenSettings tokens,
    AuthSettings auth,
    DirectorySettings directory,
    LimitSettings limits,
    MemberLimit conversation,
    ConversationRules conversations,
    HeartbeatSettings heartbeat,
    GatewaySettings gateway,
    PresenceSettings presence,
    EngineSettings engine,
    JournalSettings journal,
    ArchiverSettings archiver,
    ServerApiSettings serverApi,
    WebhookSettings webhooks,
    Drain drain,
    Log log)
    implements Settings {

  /// Where an engine listens for links, and gateways look for it, unless configured.
  public static final int DEFAULT_LINK_PORT = 7001;

  public Configuration {
    roles = Set.copyOf(roles);
    origins = List.copyOf(origins);
    Range.that(!roles.isEmpty(), "roles", "must name at least one of gateway, engine and api");
    Range.require("node", node, 0, 31);
    origins.forEach(Configuration::requireOrigin);
    if (!roles.contains(ProcessRole.ENGINE)) {
      Range.that(
          link.secretFile().isPresent(),
          "link.secret-file",
          "must be given to a process without the role engine: it is the file link.secret in the"
              + " engine's data folder, or a copy of it");
      Range.that(
          !roles.contains(ProcessRole.API) || database.url().isPresent(),
          "database.url",
          "must be given (or DATABASE_URL) to a process with the role api and without the role"
              + " engine: the embedded database belongs to the engine");
    }
  }

  public static Configuration defaults() {
    return new Configuration(
        EnumSet.allOf(ProcessRole.class),
        0,
        Path.of("data"),
        List.of(),
        Http.defaults(),
        Ops.defaults(),
        Tls.defaults(),
        DatabaseSettings.defaults(),
        LinkSettings.defaults(),
        Threads.defaults(),
        TokenSettings.defaults(),
        AuthSettings.defaults(),
        DirectorySettings.defaults(),
        LimitSettings.defaults(),
        MemberLimit.defaults(),
        ConversationRules.defaults(),
        HeartbeatSettings.defaults(),
        GatewaySettings.defaults(),
        PresenceSettings.defaults(),
        EngineSettings.defaults(),
        JournalSettings.defaults(),
        ArchiverSettings.defaults(),
        ServerApiSettings.defaults(),
        WebhookSettings.defaults(),
        Drain.defaults(),
        Log.defaults());
  }

  public boolean has(ProcessRole role) {
    return roles.contains(role);
  }

  /// Whether PostgreSQL is started by this process.
  public boolean usesEmbeddedDatabase() {
    return database.url().isEmpty() && has(ProcessRole.ENGINE);
  }

  /// Whether people may sign in by naming themselves. Left alone it is on only where nothing shows
  /// that the server is meant for more than trying out, and only this machine reaches it.
  public boolean devLogin() {
    return switch (auth.devLogin()) {
      case ON -> true;
      case OFF -> false;
      case AUTO ->
          database.url().isEmpty()
              && http.isLoopback()
              && !hasSignIn()
              && origins.isEmpty()
              && http.publicUrl().map(Configuration::isLoopback).orElse(true);
    };
  }

  /// Whether anyone on another machine may sign in as any user: a warning is due.
  public boolean isDevLoginOpen() {
    boolean isLocal =
        http.isLoopback()
            && http.trustedProxies().isEmpty()
            && http.publicUrl().map(Configuration::isLoopback).orElse(true);
    return has(ProcessRole.API) && devLogin() && !isLocal;
  }

  /// Whether an identity provider, or an application's own issuer, is configured.
  public boolean hasSignIn() {
    return !auth.providers().isEmpty() || auth.application().issuer().isPresent();
  }

  /// Whether users may search for others. Left alone they may not if they are an application's own,
  /// which may have reasons to keep them apart.
  public boolean search() {
    return decidedDirectory().isSearchOpen();
  }

  /// What users may know of each other, with what `auto` comes to.
  public DirectorySettings decidedDirectory() {
    return directory.decided(auth.application().issuer().isPresent());
  }

  /// `origins` as browsers write them.
  public Set<String> originTexts() {
    return origins.stream().map(URI::toString).collect(Collectors.toSet());
  }

  /// The port on which this engine listens for links; 0 is any free one.
  public int linkPort() {
    boolean alone = roles.size() == ProcessRole.values().length;
    return link.port().orElse(alone ? 0 : DEFAULT_LINK_PORT);
  }

  /// The engine that this process connects to; empty where it is in the same process.
  public Optional<HostAndPort> remoteEngine() {
    if (has(ProcessRole.ENGINE)) {
      return Optional.empty();
    }
    return Optional.of(link.engine().orElse(new HostAndPort("127.0.0.1", DEFAULT_LINK_PORT)));
  }

  /// The secret that proves processes of one installation to each other.
  public Path linkSecretFile() {
    return link.secretFile().orElse(data.resolve("link.secret"));
  }

  private static boolean isLoopback(URI url) {
    return Set.of("localhost", "127.0.0.1", "[::1]")
        .contains(Objects.requireNonNullElse(url.getHost(), ""));
  }

  private static void requireOrigin(URI origin) {
    Range.that(
        WebOrigin.parse(origin.toString()).isPresent(),
        "origins",
        "must be such as https://chat.example.com or capacitor://localhost,"
            + " without a path; is "
            + origin);
  }
}
