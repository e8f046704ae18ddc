package io.realtimegateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What docs/configuration.md allows, every module takes: at both ends of each range.
final class DocumentedRangesTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| [^|]+ \\| ([^|]+?)\\.\\.([^|]+?) \\|");
  private static final Pattern VALUE = Pattern.compile("\\d+(?:ms|s|m|h|d|KiB|MiB|GiB|TiB)?");

  /// What must be set beside a key so that it has its whole range.
  private static final Map<String, String> ROOM = Map.of("link.heartbeat", "link.timeout=5m");

  @TempDir private Path folder;

  /// A key and a value at an end of its range.
  record End(String key, String value) {}

  static Stream<End> ends() throws IOException {
    return ROW.matcher(Files.readString(PAGE)).results().flatMap(DocumentedRangesTest::ends);
  }

  private static Stream<End> ends(MatchResult row) {
    return Stream.of(row.group(2), row.group(3))
        .filter(value -> VALUE.matcher(value).matches())
        .map(value -> new End(row.group(1), value));
  }

  @Test
  void thePageHasRanges() throws IOException {
    assertThat(ends()).hasSizeGreaterThan(60);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void everyModuleTakesTheEndsOfTheRange(End end) {
    Map<String, String> environment = new HashMap<>();
    environment.put(variable(end.key()), end.value());
    String room = ROOM.getOrDefault(end.key(), "");
    if (!room.isEmpty()) {
      List<String> parts = List.of(room.split("=", -1));
      environment.put(variable(parts.getFirst()), parts.getLast());
    }
    Configuration configuration =
        new ConfigurationReader(folder, environment)
            .read(Optional.empty(), Map.of())
            .configuration();
    SecretFiles secrets = new SecretFiles(new SecureRandom());
    assertThatCode(
            () -> {
              EngineConfiguration.engine(configuration);
              GatewayPart.settings(configuration);
              new ApiConfiguration(configuration, secrets).settings();
            })
        .doesNotThrowAnyException();
  }

  private static String variable(String key) {
    return "RTG_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
