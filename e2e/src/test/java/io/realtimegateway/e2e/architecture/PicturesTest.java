package io.realtimegateway.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.realtimegateway.e2e.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The pictures of `docs/images` show what is there. After a change of it `make pictures` draws
/// them again.
final class PicturesTest {
  private static final Pattern ARROW = Pattern.compile("data-from=\"(.*?)\" data-to=\"(.*?)\"");
  private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
  private static final Pattern DEPENDENCY =
      Pattern.compile("(?s)<dependency>(?:(?!</dependency>).)*</dependency>");
  private static final Pattern OWN = Pattern.compile("<artifactId>realtime-gateway-(.*?)</");
  private static final Pattern TESTS = Pattern.compile("<scope>test<|test-jar|>tests<");
  private static final Pattern TRANSITION = Pattern.compile("(?m)^  (\\w+) --> (\\w+): ");
  private static final Pattern GROUP =
      Pattern.compile("(?s)<g data-group=\"(.*?)\">(.*?)(?=<g data-group|</svg>)");
  private static final int MOST_CLASSES = 30;

  @Test
  void theModulesAndTheirArrowsAreThoseOfThePoms() throws IOException {
    Map<String, Set<String>> poms = new TreeMap<>();
    for (String module : all(MODULE, read("pom.xml"))) {
      if (!module.equals("bench") && !module.equals("e2e")) {
        poms.put(module, dependencies(read(module + "/pom.xml")));
      }
    }
    if (read("web/pom.xml").contains("../client/src")) {
      poms.get("web").add("client");
      poms.put("client", Set.of());
    }
    String picture = picture("modules");

    assertThat(all(Pattern.compile("data-module=\"(.*?)\""), picture))
        .as("modules")
        .containsExactlyInAnyOrderElementsOf(poms.keySet());
    assertThat(arrows(picture)).isEqualTo(reduced(poms));
  }

  @Test
  void thePackagesAndTheirArrowsAreThoseOfTheRules() throws IOException {
    Map<String, Set<String>> rules = new TreeMap<>();
    PackageArrowsTest.ARROWS.forEach((name, used) -> rules.put(name, Set.copyOf(used)));
    Map<String, Set<String>> drawn = new TreeMap<>();
    GROUP
        .matcher(picture("packages"))
        .results()
        .forEach(
            panel -> {
              String group = MainClasses.ROOT + "." + panel.group(1);
              for (String name : all(Pattern.compile("data-package=\"(.*?)\""), panel.group(2))) {
                drawn.put(full(group, name), new TreeSet<>());
              }
              arrows(panel.group(2))
                  .forEach(
                      (from, all) ->
                          all.forEach(to -> drawn.get(full(group, from)).add(full(group, to))));
            });

    assertThat(drawn.keySet()).as("packages").isEqualTo(rules.keySet());
    drawn.values().removeIf(Collection::isEmpty);
    assertThat(drawn).isEqualTo(reduced(rules));
    assertThat(rules.keySet()).allMatch(MainClasses.ALL::containPackage);
  }

  @Test
  void theClassesOnThePathOfAMessageExistAndItsHopsAreMarked() throws IOException {
    Set<String> classes =
        MainClasses.ALL.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
    String picture = picture("message");
    Set<String> drawn = Set.copyOf(all(Pattern.compile("data-class=\"(.*?)\""), picture));

    assertThat(drawn).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_CLASSES).isSubsetOf(classes);
    assertThat(all(Pattern.compile("class=\"(\\w+)\" data-hop=\"true\""), picture))
        .isNotEmpty()
        .containsOnly("hop");
  }

  @Test
  void theStatesOfAConnectionAreThoseOfItsDescription() throws IOException {
    Map<String, Set<String>> described = new TreeMap<>();
    TRANSITION
        .matcher(read("docs/images/connection.mmd"))
        .results()
        .forEach(
            move ->
                described.computeIfAbsent(move.group(1), _ -> new TreeSet<>()).add(move.group(2)));

    assertThat(described).isNotEmpty();
    assertThat(arrows(picture("connection"))).isEqualTo(described);
  }

  private static Set<String> dependencies(String pom) {
    Set<String> own = new TreeSet<>();
    DEPENDENCY
        .matcher(pom)
        .results()
        .map(MatchResult::group)
        .filter(one -> !TESTS.matcher(one).find())
        .forEach(one -> own.addAll(all(OWN, one)));
    return own;
  }

  /// The arrows without those that follow from others.
  private static Map<String, Set<String>> reduced(Map<String, Set<String>> arrows) {
    Map<String, Set<String>> reduced = new TreeMap<>();
    arrows.forEach(
        (from, all) -> {
          Set<String> needed = new TreeSet<>(all);
          for (String other : all) {
            needed.removeAll(reached(arrows, other));
          }
          if (!needed.isEmpty()) {
            reduced.put(from, needed);
          }
        });
    return reduced;
  }

  private static Set<String> reached(Map<String, Set<String>> arrows, String from) {
    Set<String> reached = new TreeSet<>();
    for (String next : arrows.getOrDefault(from, Set.of())) {
      if (reached.add(next)) {
        reached.addAll(reached(arrows, next));
      }
    }
    return reached;
  }

  private static Map<String, Set<String>> arrows(String picture) {
    Map<String, Set<String>> arrows = new HashMap<>();
    ARROW
        .matcher(picture)
        .results()
        .forEach(
            arrow ->
                arrows.computeIfAbsent(arrow.group(1), _ -> new TreeSet<>()).add(arrow.group(2)));
    return arrows;
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String full(String group, String name) {
    return name.isEmpty() ? group : group + "." + name;
  }

  private static String picture(String name) throws IOException {
    return read("docs/images/" + name + ".svg");
  }

  private static String read(String path) throws IOException {
    return Files.readString(Repository.folder().resolve(path));
  }
}
