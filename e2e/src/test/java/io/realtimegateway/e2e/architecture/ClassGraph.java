package io.realtimegateway.e2e.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which class of a source file uses which; nested classes count as the one around them.
final class ClassGraph {
  private final Map<String, Set<String>> uses = new TreeMap<>();

  /// A graph of these classes. What they use outside of them is left out.
  static ClassGraph of(Iterable<JavaClass> classes) {
    ClassGraph graph = new ClassGraph();
    for (JavaClass each : classes) {
      graph.uses.computeIfAbsent(fileOf(each), _ -> new TreeSet<>());
    }
    for (JavaClass each : classes) {
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        graph.add(fileOf(each), fileOf(dependency.getTargetClass().getBaseComponentType()));
      }
    }
    return graph;
  }

  private static String fileOf(JavaClass any) {
    JavaClass outer = any;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getName();
  }

  /// Adds an arrow between two classes of the graph.
  void add(String from, String to) {
    Set<String> targets = uses.get(from);
    if (targets != null && uses.containsKey(to) && !from.equals(to)) {
      targets.add(to);
    }
  }

  /// The groups of more than `most` classes in which each uses each other, directly or through
  /// others of the group.
  List<SortedSet<String>> knots(int most) {
    return new Search().groups.stream().filter(group -> group.size() > most).toList();
  }

  /// Tarjan's search for strongly connected components.
  private final class Search {
    final List<SortedSet<String>> groups = new ArrayList<>();
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    Search() {
      for (String each : uses.keySet()) {
        if (!order.containsKey(each)) {
          visit(each);
        }
      }
    }

    private void visit(String name) {
      int number = order.size();
      order.put(name, number);
      lowest.put(name, number);
      open.push(name);
      for (String target : uses.getOrDefault(name, Set.of())) {
        if (!order.containsKey(target)) {
          visit(target);
          lowest.merge(name, lowest.getOrDefault(target, number), Math::min);
        } else if (open.contains(target)) {
          lowest.merge(name, order.getOrDefault(target, number), Math::min);
        }
      }
      if (lowest.getOrDefault(name, number) == number) {
        close(name);
      }
    }

    private void close(String name) {
      SortedSet<String> group = new TreeSet<>();
      String member;
      do {
        member = open.pop();
        group.add(member);
      } while (!member.equals(name));
      groups.add(group);
    }
  }
}
