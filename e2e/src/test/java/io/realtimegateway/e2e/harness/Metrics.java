package io.realtimegateway.e2e.harness;

import java.util.List;
import java.util.Locale;

/// What a server says at `/metrics`, as of one moment.
public final class Metrics {

  private final List<String> lines;

  private Metrics(List<String> lines) {
    this.lines = lines;
  }

  /// Asks it.
  public static Metrics of(ServerProcess server) {
    return new Metrics(
        ChatUser.anonymous(server.url(), "/metrics").expect(200).text().lines().toList());
  }

  /// The value of a metric, rounded; the sum where it has labels.
  ///
  /// @throws AssertionError where there is none of this name
  public long get(String name) {
    List<String> found =
        lines.stream()
            .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
            .toList();
    if (found.isEmpty()) {
      throw new AssertionError("no metric " + name + " in " + names(name));
    }
    return Math.round(
        found.stream()
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum());
  }

  private List<String> names(String near) {
    String first = near.substring(0, near.indexOf('_') + 1).toLowerCase(Locale.ROOT);
    return lines.stream().filter(line -> line.startsWith(first)).toList();
  }
}
