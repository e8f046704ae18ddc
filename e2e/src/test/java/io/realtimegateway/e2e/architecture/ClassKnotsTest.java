package io.realtimegateway.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Rules on packages do not see when many classes of one package use each other in a circle.
final class ClassKnotsTest {
  private static final int MOST = 3;

  @Test
  void noMoreThanThreeClassesUseEachOther() {
    assertThat(ClassGraph.of(MainClasses.ALL).knots(MOST)).isEmpty();
  }

  @Test
  void anArrowThatClosesACircleOfFourIsFound() {
    ClassGraph graph = ClassGraph.of(MainClasses.ALL);
    graph.add(MainClasses.ROOT + ".link.Peer", MainClasses.ROOT + ".link.connection.Connection");
    assertThat(graph.knots(MOST))
        .anyMatch(knot -> knot.contains(MainClasses.ROOT + ".link.connection.LinkState"));
  }
}
