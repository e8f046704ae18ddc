package io.realtimegateway.bench.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What one run of the load generator printed.
///
/// @param offered messages a second that were to be sent
/// @param deliveries a second, measured
/// @param cpuMicros of the server for each delivery
/// @param databaseMicros of PostgreSQL for each delivery
/// @param lost messages that did not reach all receivers, and errors
record LoadResult(
    int offered,
    long sent,
    long deliveries,
    double p50,
    double p99,
    double p999,
    double cpuMicros,
    double databaseMicros,
    long lost) {

  private static final Pattern LATENCY =
      Pattern.compile("latency ms\\s+p50 (\\S+) .*p99 (\\S+)\\s+p99.9 (\\S+)");
  private static final Pattern DELIVERIES = Pattern.compile("deliveries\\s+\\d+ \\((\\d+)/s\\)");
  private static final Pattern COUNTS =
      Pattern.compile("in all\\s+sent (\\d+), acks \\d+, errors (\\d+), incomplete (\\d+)");
  private static final Pattern CPU = Pattern.compile("server CPU\\s+(\\S+) us");
  private static final Pattern DATABASE = Pattern.compile("PostgreSQL CPU\\s+(\\S+) us");

  /// Reads the generator's output.
  ///
  /// @throws IllegalStateException if a line is missing
  static LoadResult parse(int offered, String output) {
    Matcher latency = find(LATENCY, output);
    Matcher counts = find(COUNTS, output);
    Matcher database = DATABASE.matcher(output);
    return new LoadResult(
        offered,
        Long.parseLong(counts.group(1)),
        Long.parseLong(find(DELIVERIES, output).group(1)),
        Double.parseDouble(latency.group(1)),
        Double.parseDouble(latency.group(2)),
        Double.parseDouble(latency.group(3)),
        Double.parseDouble(find(CPU, output).group(1)),
        database.find() ? Double.parseDouble(database.group(1)) : 0,
        Long.parseLong(counts.group(2)) + Long.parseLong(counts.group(3)));
  }

  /// Whether the server kept up: nothing is lost, and p99 is below 200 ms.
  boolean isSustained() {
    return lost == 0 && p99 < 200;
  }

  private static Matcher find(Pattern pattern, String output) {
    Matcher matcher = pattern.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in the generator's output: " + output);
    }
    return matcher;
  }
}
