package io.realtimegateway.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z-]+(?:\\.[a-z<>-]+)*)` \\| `?([^`|]+?)`? \\| [^|]+ \\| [^|]+ \\|");

  @Test
  void thePageHasEachKeyWithItsDefaultAndNoOther() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        assertThat(documented.put(row.group(1), row.group(2))).as(line).isNull();
      }
    }
    Map<String, String> known = new TreeMap<>();
    ConfigurationKeys.all().forEach(key -> known.put(key.name(), key.shownDefault()));
    assertThat(documented).isEqualTo(known);
  }

  @Test
  void noTwoKeysShareAnEnvironmentVariable() {
    assertThat(ConfigurationKeys.all().stream().map(Key::variable)).doesNotHaveDuplicates();
  }
}
