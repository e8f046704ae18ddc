package io.realtimegateway.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Rules on packages do not see when many classes of one package use each other in a circle.
final class ClassKnotsTest {
  private static final int MOST = 3;

  /// Groups that are still to be untied. No class may join them; take out what has left.
  private static final List<Set<String>> KNOWN =
      List.of(
          classes(
              "engine.shard",
              "Admission",
              "Barriers",
              "CatchUp",
              "Dispatch",
              "EngineLoop",
              "Judging",
              "LiveConversation",
              "Loading",
              "Mail",
              "MarkerCommands",
              "MarkerWriter",
              "PendingSessions",
              "Reconciliation",
              "Registration",
              "Shard",
              "ShardPresence",
              "ShardUsers",
              "Subscriptions"));

  @Test
  void noMoreThanThreeClassesUseEachOther() {
    assertThat(unknown(ClassGraph.of(MainClasses.ALL))).isEmpty();
  }

  @Test
  void anArrowThatClosesACircleOfFourIsFound() {
    ClassGraph graph = ClassGraph.of(MainClasses.ALL);
    graph.add(MainClasses.ROOT + ".link.Peer", MainClasses.ROOT + ".link.connection.Connection");
    assertThat(unknown(graph))
        .anyMatch(knot -> knot.contains(MainClasses.ROOT + ".link.connection.LinkState"));
  }

  @Test
  void aClassThatJoinsAKnownGroupIsFound() {
    ClassGraph graph = ClassGraph.of(MainClasses.ALL);
    String place = MainClasses.ROOT + ".engine.shard.Place";
    graph.add(place, MainClasses.ROOT + ".engine.shard.EngineLoop");
    assertThat(unknown(graph)).anyMatch(knot -> knot.contains(place));
  }

  private static List<SortedSet<String>> unknown(ClassGraph graph) {
    return graph.knots(MOST).stream()
        .filter(knot -> KNOWN.stream().noneMatch(group -> group.containsAll(knot)))
        .toList();
  }

  private static Set<String> classes(String shortPackage, String... names) {
    return Stream.of(names)
        .map(name -> MainClasses.ROOT + "." + shortPackage + "." + name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
