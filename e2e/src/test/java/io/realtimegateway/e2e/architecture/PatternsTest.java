package io.realtimegateway.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Java's expressions recurse for each repetition of a group that may match in several ways, so
/// that a long text overflows the stack. Such a group must be possessive, or bounded.
final class PatternsTest {
  private static final Pattern USE =
      Pattern.compile(
          "(?:Pattern\\.compile|\\.matches|\\.replaceAll|\\.replaceFirst|\\.split)\\([^;]*;");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]++|\\\\.)*+)\"");

  @Test
  void noGroupIsRepeatedWithoutBoundThatMayMatchInSeveralWays() throws IOException {
    List<String> found;
    try (Stream<Path> modules = Files.list(Repository.folder())) {
      found =
          modules
              .map(module -> module.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .flatMap(PatternsTest::sources)
              .flatMap(PatternsTest::violations)
              .toList();
    }
    assertThat(found).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"((?:[^\"]|a.)*)\"", "(a+)+", "(?:a|b){2,}", "x(?:(?:a|b))*y"})
  void aGroupThatRecursesIsFound(String expression) {
    assertThat(recurses(expression)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(?:[^\"]++|a.)*+", "(?:ab)*", "(?:a|b){2,5}", "[(|)]*", "\\(a|b\\)*", "(a|b)"})
  void otherGroupsPass(String expression) {
    assertThat(recurses(expression)).isFalse();
  }

  private static Stream<Path> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> violations(Path source) {
    try {
      return USE.matcher(Files.readString(source))
          .results()
          .flatMap(use -> LITERAL.matcher(use.group()).results())
          .map(literal -> literal.group(1).translateEscapes())
          .filter(PatternsTest::recurses)
          .map(expression -> source.getFileName() + ": " + expression);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean recurses(String expression) {
    String plain = withoutClasses(expression);
    Deque<Integer> open = new ArrayDeque<>();
    for (int at = 0; at < plain.length(); at++) {
      switch (plain.charAt(at)) {
        case '(' -> open.push(at);
        case ')' -> {
          if (!open.isEmpty()) {
            String group = plain.substring(open.pop() + 1, at);
            if (isRepeatedWithoutBound(plain.substring(at + 1)) && mayMatchInSeveralWays(group)) {
              return true;
            }
          }
        }
        default -> {}
      }
    }
    return false;
  }

  /// Escaped characters and classes become a single letter.
  private static String withoutClasses(String expression) {
    String plain = expression.replaceAll("(?s)\\\\.", "e");
    Matcher classes = Pattern.compile("\\[\\^?]?[^\\]]*+]").matcher(plain);
    return classes.replaceAll("c");
  }

  private static boolean isRepeatedWithoutBound(String behind) {
    return behind.matches("(?s)(?:[*+]|\\{[0-9]+,})(?!\\+).*+");
  }

  private static boolean mayMatchInSeveralWays(String group) {
    String inner = group.startsWith("?:") ? group.substring(2) : group;
    return Pattern.compile("\\||[*+](?!\\+)|\\{[0-9]+,").matcher(inner).find();
  }
}
