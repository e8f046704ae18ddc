package io.realtimegateway.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The classes that the pages name exist.
final class NamedClassesTest {
  private static final Pattern NAMED = Pattern.compile("`([A-Z][a-z]\\w*(?:\\.[A-Z]\\w*)*)`");
  private static final Pattern STEP = Pattern.compile("(?m)^[0-9]+\\. .*$");
  private static final Pattern DECLARED =
      Pattern.compile("(?m)^\\s*[a-z -]*\\b(?:class|record|interface|enum) ([A-Z]\\w*)");

  /// Words that look like one.
  private static final Set<String> OTHER_WORDS =
      Set.of("Authorization", "Origin", "Host", "Forwarded", "Containerfile", "ServiceUnavailable");

  @Test
  void everyClassThatAPageNamesExists() throws IOException {
    Set<String> declared = declared();
    for (String page :
        List.of("architecture.md", "threading.md", "durability.md", "deployment.md")) {
      for (String name : named(page(page))) {
        assertThat(declared)
            .as("%s on docs/%s", name, page)
            .containsAll(Stream.of(name.split("\\.", -1)).toList());
      }
    }
  }

  @Test
  void everyStepOfTheMessagesPathNamesTheClassThatTakesIt() throws IOException {
    List<String> steps =
        STEP.matcher(page("architecture.md")).results().map(MatchResult::group).toList();
    assertThat(steps).hasSize(6).allSatisfy(step -> assertThat(named(step)).isNotEmpty());
  }

  private static List<String> named(String text) {
    return NAMED
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(name -> !OTHER_WORDS.contains(name))
        .toList();
  }

  private static String page(String name) throws IOException {
    return Files.readString(Repository.folder().resolve("docs").resolve(name));
  }

  private static Set<String> declared() throws IOException {
    try (Stream<Path> files = Files.walk(Repository.folder(), 12)) {
      List<Path> sources =
          files
              .filter(file -> file.toString().matches(".*/src/(?:main|test)/java/.*\\.java"))
              .toList();
      return sources.stream()
          .flatMap(file -> DECLARED.matcher(text(file)).results())
          .map(match -> match.group(1))
          .collect(Collectors.toSet());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
