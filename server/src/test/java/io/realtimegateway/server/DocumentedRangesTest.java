package io.realtimegateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.server.configuration.ConfigurationException;
import io.realtimegateway.server.configuration.ConfigurationReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The ranges in docs/configuration.md are those of the records: both ends are accepted, what lies
/// beyond is refused.
final class DocumentedRangesTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| [^|]+ \\| ([^|]+?)\\.\\.([^|]+?) \\|");
  private static final Pattern VALUE = Pattern.compile("(\\d+)((?:ms|s|m|h|d|KiB|MiB|GiB|TiB)?)");

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
  void theEndsOfTheRangeAreAccepted(End end) {
    assertThatCode(() -> read(end.key(), end.value())).doesNotThrowAnyException();
  }

  static Stream<End> outside() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .filter(row -> !row.group(3).endsWith("characters"))
        .flatMap(row -> Stream.of(beside(row, 2, -1), beside(row, 3, 1)).flatMap(Optional::stream));
  }

  /// One unit beyond an end of the range.
  private static Optional<End> beside(MatchResult row, int group, int step) {
    Matcher value = VALUE.matcher(row.group(group));
    if (!value.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(value.group(1)) + step;
    return number < 0
        ? Optional.empty()
        : Optional.of(new End(row.group(1), number + value.group(2)));
  }

  @ParameterizedTest
  @MethodSource("outside")
  void whatLiesBeyondTheRangeIsRefusedByItsKey(End end) {
    assertThatThrownBy(() -> read(end.key(), end.value()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(end.key() + " must be ");
  }

  private void read(String key, String value) {
    Map<String, String> environment = new HashMap<>();
    environment.put(variable(key), value);
    String room = ROOM.getOrDefault(key, "");
    if (!room.isEmpty()) {
      List<String> parts = List.of(room.split("=", -1));
      environment.put(variable(parts.getFirst()), parts.getLast());
    }
    new ConfigurationReader(folder, environment).read(Optional.empty(), Map.of());
  }

  private static String variable(String key) {
    return "RTG_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
