package io.realtimegateway.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.api.signin.AuthSettings;
import io.realtimegateway.edge.rate.LimitSettings;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.model.HostAndPort;
import io.realtimegateway.model.SecretText;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigurationReaderTest {

  @TempDir private Path folder;

  @Test
  void withoutAnySourceEveryValueIsTheDefault() {
    LoadedConfiguration loaded = read(Map.of(), Map.of());
    assertThat(loaded.configuration()).isEqualTo(Configuration.defaults());
    assertThat(loaded.entries()).allMatch(entry -> entry.source() instanceof Source.BuiltIn);
    assertThat(loaded.configuration().roles()).isEqualTo(EnumSet.allOf(ProcessRole.class));
  }

  @Test
  void theEnvironmentOverridesTheFileAndTheCommandLineBoth() throws IOException {
    write("http: {port: 1, host: 1.1.1.1}\nnode: 1\nheartbeat.interval: 30s\n");
    LoadedConfiguration loaded =
        read(Map.of("RTG_HTTP_PORT", "2", "RTG_NODE", "2"), Map.of("http.port", "3"));
    Configuration configuration = loaded.configuration();
    assertThat(configuration.http().port()).isEqualTo(3);
    assertThat(configuration.node()).isEqualTo(2);
    assertThat(configuration.http().host()).isEqualTo("1.1.1.1");
    assertThat(configuration.heartbeat().interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(source(loaded, "http.port")).isEqualTo("command line --set");
    assertThat(source(loaded, "node")).isEqualTo("environment RTG_NODE");
    assertThat(source(loaded, "http.host")).endsWith("realtime-gateway.yaml line 1");
    assertThat(source(loaded, "heartbeat.interval")).endsWith("realtime-gateway.yaml line 3");
    assertThat(source(loaded, "presence.grace")).isEqualTo("default");
  }

  @Test
  void everyKindOfValueIsRead() throws Exception {
    write(
        """
        roles: [engine, api]
        origins: https://a.example.com, https://b.example.com
        http:
          trusted-proxies: [10.0.0.0/8, "::1"]
        journal: {level: fsynced, limit: 16 GiB}
        limits: {commands: off, requests: 5/h, upgrades: 3/m burst 7}
        webhooks.allow-private-addresses: true
        auth:
          dev-login: false
          providers:
            google: {client-id: one}
            mine: {client-id: two, issuer: "https://id.example.com", scopes: [openid]}
        tls:
        tokens.secret-file: ~
        """);
    Configuration configuration = read(Map.of(), Map.of()).configuration();
    assertThat(configuration.roles()).isEqualTo(Set.of(ProcessRole.ENGINE, ProcessRole.API));
    assertThat(configuration.origins())
        .containsExactly(URI.create("https://a.example.com"), URI.create("https://b.example.com"));
    assertThat(configuration.http().trustedProxies())
        .anyMatch(range -> range.contains("10.200.3.4"))
        .anyMatch(range -> range.contains("::1"))
        .noneMatch(range -> range.contains("11.0.0.1"));
    assertThat(configuration.journal().level()).isEqualTo(Level.FSYNCED);
    assertThat(configuration.journal().limit().bytes()).isEqualTo(16L << 30);
    assertThat(configuration.limits().commands().isOff()).isTrue();
    assertThat(configuration.limits().requests()).hasToString("5/h");
    assertThat(configuration.limits().upgrades().burst()).isEqualTo(7);
    assertThat(configuration.webhooks().allowPrivateAddresses()).isTrue();
    assertThat(configuration.auth().devLogin()).isEqualTo(AuthSettings.DevLogin.OFF);
    assertThat(configuration.auth().providers()).containsOnlyKeys("google", "mine");
    assertThat(configuration.auth().providers().get("mine").clientId()).isEqualTo("two");
    assertThat(configuration.tokens().secretFile()).isEmpty();
  }

  @Test
  void byDefaultAUserMaySendFiveTimesWhatASessionMay() {
    Map<String, String> all = Map.of("limits.commands", "7/m burst 9");
    assertThat(read(Map.of(), all).configuration().limits().commandsOfUser())
        .hasToString("35/m burst 45");
    assertThat(LimitSettings.defaults().commandsOfUser()).hasToString("100/s burst 200");
    Map<String, String> off = Map.of("limits.commands", "off");
    assertThat(read(Map.of(), off).configuration().limits().commandsOfUser().isOff()).isTrue();
    Map<String, String> both =
        Map.of("limits.commands", "off", "limits.commands-per-user", "3/s burst 4");
    assertThat(read(Map.of(), both).configuration().limits().commandsOfUser())
        .hasToString("3/s burst 4");
    Map<String, String> most = Map.of("limits.commands", "999999999/s");
    assertThat(read(Map.of(), most).configuration().limits().commandsOfUser().permits())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aVariableNamesAProvider() {
    LoadedConfiguration loaded =
        read(
            Map.of(
                "RTG_AUTH_PROVIDERS_GOOGLE_CLIENT_ID", "one",
                "RTG_AUTH_PROVIDERS_GOOGLE_CLIENT_SECRET", "hidden"),
            Map.of());
    assertThat(loaded.configuration().auth().providers().get("google").clientSecret())
        .contains(new SecretText("hidden"));
    assertThat(loaded.report())
        .contains("auth.providers.google.client-id:")
        .doesNotContain("hidden");
  }

  @ParameterizedTest
  @CsvSource({
    "http.prot, http.port",
    "port, http.port",
    "presence.maxmembers, presence.max-members",
    "auth.dev_login, auth.dev-login",
    "journals.level, journal.level"
  })
  void anUnknownKeyFailsAndNamesTheNearest(String key, String nearest) throws IOException {
    write(key + ": 1\n");
    assertThatThrownBy(() -> read(Map.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key + " is no known key")
        .hasMessageEndingWith("the nearest is " + nearest);
  }

  @Test
  void anUnknownVariableFailsAndNamesTheNearest() {
    assertThatThrownBy(() -> read(Map.of("RTG_HTTP_PRT", ""), Map.of()))
        .hasMessage("RTG_HTTP_PRT is no known environment variable; the nearest is RTG_HTTP_PORT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "http.port; 70000; http.port must be 0..65535, is 70000",
        "http.port; many; http.port is no whole number: 'many'",
        "heartbeat.timeout; 10; heartbeat.timeout is no duration",
        "heartbeat.timeout; 10h; heartbeat.timeout must be 1s..5m, is 10h",
        "limits.body; 64KB; limits.body is no size",
        "limits.body; 1B; limits.body must be 1KiB..16MiB, is 1B",
        "limits.commands; 20; limits.commands is no rate",
        "limits.commands; 20/s burst 0; limits.commands has a burst of 0",
        "roles; engine,cook; roles must be one of gateway, engine, api: 'engine,cook'",
        "roles; ''; roles must name at least one of",
        "origins; https://a.example.com/path; origins must be such as",
        "http.trusted-proxies; example.com; http.trusted-proxies is no IP address",
        "http.trusted-proxies; 10.0.0.0/40; http.trusted-proxies has too long a prefix",
        "link.engine; host; link.engine is no address",
        "link.timeout; 6s; link.timeout must be 10s..5m, is 6s",
        "tls.key; k.pem; tls.certificate is missing",
        "auth.providers.mine.client-id; x; auth.providers.mine.issuer must be given",
        "auth.providers.google.display-name; x; auth.providers.google.client-id must be given",
        "auth.application.issuer; x; auth.application.jwks-url or",
        "tokens.previous-secret-file; old; tokens.previous-secret-file needs tokens.secret-file",
        "webhooks.allow-private-addresses; maybe; webhooks.allow-private-addresses must be true",
      })
  void aBadValueFailsAndNamesKeyRangeAndSource(String key, String text, String message) {
    assertThatThrownBy(() -> read(Map.of(), Map.of(key, text)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatAnOrchestratorSaysOfAServiceIsPassedOver() {
    Map<String, String> links =
        Map.of(
            "RTG_SERVICE_HOST", "10.0.0.1",
            "RTG_SERVICE_PORT", "7000",
            "RTG_SERVICE_PORT_HTTP", "7000",
            "RTG_PORT", "tcp://10.0.0.1:7000",
            "RTG_PORT_7000_TCP", "tcp://10.0.0.1:7000",
            "RTG_PORT_7000_TCP_ADDR", "10.0.0.1",
            "RTG_LINK_PORT", "tcp://10.0.0.2:7001",
            "RTG_LINK_SERVICE_HOST", "10.0.0.2",
            "RTG_LINK_PORT_7001_TCP_PROTO", "tcp");
    assertThat(read(links, Map.of()).configuration()).isEqualTo(Configuration.defaults());
    assertThat(read(Map.of("RTG_LINK_PORT", "7001"), Map.of()).configuration().link().port())
        .contains(7001);
    assertThatThrownBy(() -> read(Map.of("RTG_PORT", "7000"), Map.of()))
        .hasMessageContaining("RTG_PORT is no known environment variable");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() throws IOException {
    write("http: {prot: 1, port: x}\nnode: 99\n");
    assertThatThrownBy(() -> read(Map.of("RTG_X", "1"), Map.of()))
        .hasMessageContainingAll("http.prot", "http.port is no", "RTG_X");
  }

  @Test
  void theSourceOfAValueThatIsOutOfRangeIsNamed() {
    assertThatThrownBy(() -> read(Map.of("RTG_NODE", "32"), Map.of()))
        .hasMessage("node must be 0..31, is 32 (environment RTG_NODE)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http: 3",
        "http: [1]",
        "http.port: {a: 1}",
        "http: {port: 1}\nhttp.port: 2",
        "- a",
        "7",
        "a: [",
        "? [a]\n: b",
        "node: 1\n---\nnode: 2",
        "roles: [{a: b}]",
        "http.port: [1, 2]",
        "a: &a {a: *a}"
      })
  void aFileOfAnotherShapeFails(String text) throws IOException {
    write(text);
    assertThatThrownBy(() -> read(Map.of(), Map.of())).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aFileThatDoesNotExistFails() {
    var reader = new ConfigurationReader(folder, Map.of());
    assertThatThrownBy(() -> reader.read(Optional.of(Path.of("none.yaml")), Map.of()))
        .hasMessageContaining("none.yaml does not exist");
  }

  @Test
  void anEmptyFileChangesNothing() throws IOException {
    write("# nothing\n");
    assertThat(read(Map.of(), Map.of()).configuration()).isEqualTo(Configuration.defaults());
  }

  @Test
  void thePasswordOfTheDatabaseIsNeverShown() {
    LoadedConfiguration loaded =
        read(Map.of("DATABASE_URL", "postgres://me:geheim@db/chat?sslmode=require"), Map.of());
    assertThat(loaded.report()).contains("postgres://me:********@db/chat").doesNotContain("geheim");
    assertThatThrownBy(() -> read(Map.of("DATABASE_URL", "mysql://me:geheim@db/chat"), Map.of()))
        .hasMessageContaining("database.url is no address of a PostgreSQL")
        .hasMessageNotContaining("geheim");
  }

  @Test
  void aProcessWithoutEngineNeedsTheLinkSecret() {
    assertThatThrownBy(() -> read(Map.of(), Map.of("roles", "gateway")))
        .hasMessageContaining("link.secret-file must be given");
    assertThat(
            read(Map.of(), Map.of("roles", "gateway", "link.secret-file", "s"))
                .configuration()
                .remoteEngine())
        .contains(new HostAndPort("127.0.0.1", 7001));
  }

  @Test
  void anApiWithoutEngineNeedsADatabase() {
    assertThatThrownBy(
            () -> read(Map.of(), Map.of("roles", "gateway,api", "link.secret-file", "s")))
        .hasMessageContaining("database.url must be given (or DATABASE_URL)");
  }

  @ParameterizedTest
  @CsvSource({
    "node, 1, true",
    "http.public-url, http://localhost:9000, true",
    "http.public-url, https://chat.example.com, false",
    "origins, https://chat.example.com, false",
    "auth.providers.google.client-id, x, false",
    "database.url, postgres://db/chat, false",
    "http.host, 0.0.0.0, false",
    "http.host, 127.0.0.2, true",
    "auth.dev-login, off, false"
  })
  void devLoginIsOnOnlyWhereNothingShowsThatTheServerIsMeantForMore(
      String key, String text, boolean expected) {
    assertThat(read(Map.of(), Map.of(key, text)).configuration().devLogin()).isEqualTo(expected);
    if (!key.equals("auth.dev-login")) {
      assertThat(
              read(Map.of(), Map.of(key, text, "auth.dev-login", "on")).configuration().devLogin())
          .isTrue();
    }
  }

  @Test
  void searchIsOpenUnlessTheUsersAreAnApplicationsOwn() {
    Map<String, String> own =
        Map.of(
            "auth.application.issuer", "https://app.example.com",
            "auth.application.jwks-url", "https://app.example.com/keys",
            "auth.application.audience", "chat");
    assertThat(read(Map.of(), Map.of()).configuration().search()).isTrue();
    assertThat(read(Map.of(), own).configuration().search()).isFalse();
    assertThat(read(Map.of("RTG_DIRECTORY_SEARCH", "everyone"), own).configuration().search())
        .isTrue();
    assertThat(read(Map.of(), Map.of("directory.search", "nobody")).configuration().search())
        .isFalse();
  }

  private static String source(LoadedConfiguration loaded, String key) {
    return loaded.entries().stream()
        .filter(entry -> entry.key().equals(key))
        .findFirst()
        .orElseThrow()
        .source()
        .toString();
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve(ConfigurationReader.DEFAULT_FILE), text);
  }

  private LoadedConfiguration read(Map<String, String> environment, Map<String, String> options) {
    Map<String, Given> given = new LinkedHashMap<>();
    options.forEach((key, text) -> given.put(key, Given.text(text, new Source.Argument("--set"))));
    return new ConfigurationReader(folder, environment).read(Optional.empty(), given);
  }
}
