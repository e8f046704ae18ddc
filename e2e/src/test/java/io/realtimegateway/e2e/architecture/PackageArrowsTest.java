package io.realtimegateway.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows between the packages of a module.
final class PackageArrowsTest {
  private static final String LINK = "link";
  private static final String GATEWAY = "gateway";
  private static final String ROCKS = "journal.rocks";
  private static final String ENGINE = "engine";

  /// What each package may use of the others of its group. What a module may use of other modules
  /// is a rule of `ArchitectureTest`.
  static final SequencedMap<String, List<String>> ARROWS =
      new TreeMap<>(
          Map.ofEntries(
              arrows(ENGINE, "settings"),
              arrows(ENGINE, "stop"),
              arrows(ENGINE, "core"),
              arrows(ENGINE, "database"),
              arrows(ENGINE, "archive", "stop"),
              arrows(ENGINE, "history", "core", "database"),
              arrows(ENGINE, "presence", "settings"),
              arrows(ENGINE, "loop", "stop"),
              arrows(
                  ENGINE,
                  "conversation",
                  "loop",
                  "core",
                  "history",
                  "archive",
                  "presence",
                  "settings"),
              arrows(ENGINE, "session", "loop", "presence", "settings"),
              arrows(ENGINE, "shard", "loop", "conversation", "session", "archive", "settings"),
              arrows(
                  ENGINE,
                  "",
                  "shard",
                  "loop",
                  "conversation",
                  "session",
                  "history",
                  "archive",
                  "presence",
                  "settings",
                  "database"),
              arrows(LINK, ""),
              arrows(LINK, "channel", ""),
              arrows(LINK, "connection", "", "channel"),
              arrows(LINK, "accepting", "", "channel", "connection"),
              arrows(LINK, "connecting", "", "channel", "connection"),
              arrows(GATEWAY, "timing"),
              arrows(GATEWAY, "inbound"),
              arrows(GATEWAY, "outbound"),
              arrows(GATEWAY, "", "inbound", "outbound"),
              arrows(GATEWAY, "session", "timing", "inbound", "outbound", ""),
              arrows(GATEWAY, "engine", "timing", "outbound", "", "session"),
              arrows(GATEWAY, "upgrade", "outbound", "", "session", "engine"),
              arrows(ROCKS, "rows"),
              arrows(ROCKS, "store", "rows"),
              arrows(ROCKS, "sync", "store"),
              arrows(ROCKS, "names", "rows", "store"),
              arrows(ROCKS, "log", "rows", "store", "names"),
              arrows(ROCKS, "views", "rows", "store", "names", "log"),
              arrows(ROCKS, "retention", "rows", "store", "names", "log", "views"),
              arrows(ROCKS, "", "rows", "store", "sync", "names", "log", "views", "retention")));

  static Stream<String> packages() {
    return ARROWS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageUsesOnlyThePackagesBelowIt(String name) {
    assertThat(MainClasses.ALL.containPackage(name)).isTrue();
    String[] others =
        packages()
            .filter(other -> groupOf(other).equals(groupOf(name)))
            .filter(other -> !other.equals(name) && !ARROWS.get(name).contains(other))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because(name + " may use " + ARROWS.get(name))
        .check(MainClasses.ALL);
  }

  @ParameterizedTest
  @MethodSource("packages")
  void noPackageBesideTheseIsInTheirGroups(String name) {
    assertThat(
            MainClasses.ALL.getPackage(name).getSubpackages().stream()
                .map(sub -> sub.getName())
                .filter(sub -> !ARROWS.containsKey(sub)))
        .isEmpty();
  }

  private static Map.Entry<String, List<String>> arrows(
      String group, String name, String... allowed) {
    return Map.entry(full(group, name), Stream.of(allowed).map(one -> full(group, one)).toList());
  }

  private static String groupOf(String name) {
    return Stream.of(ENGINE, LINK, GATEWAY, ROCKS)
        .filter(group -> (name + ".").startsWith(full(group, "") + "."))
        .findFirst()
        .orElseThrow();
  }

  private static String full(String group, String name) {
    return MainClasses.ROOT + "." + group + (name.isEmpty() ? "" : "." + name);
  }
}
