package io.realtimegateway.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of `docs/performance.md`.
record PerformancePage(
    PerformanceReport.StartUp startUp,
    PerformanceReport.Memory memory,
    List<LoadResult> bareRooms,
    List<LoadResult> realRooms,
    List<LoadResult> bareLarge,
    List<LoadResult> realLarge) {

  private static final Pattern IDLE = Pattern.compile("idle\\s+(.*)");
  private static final double MEBIBYTE = 1 << 20;

  String text() throws IOException {
    return """
        # Performance

        Written by `make bench`, which takes some ten minutes on a machine that does nothing else. \
        The server has all roles and an embedded PostgreSQL, and no rate limits; every message is \
        stored. The bare Netty server has no accounts, no order and no storage: it is what any \
        server on Netty costs at least. The load generator runs on the same machine, with an open \
        model: messages are sent at times that are fixed beforehand, and latency is from then to \
        the last receiver. [Benchmarking](benchmarking.md) says how to run one load by hand.

        %s

        ## Rooms of 4

        250 rooms; each server is given more until p99 is 200 ms or more.

        ![Latency against deliveries a second](images/latency.svg)

        %s
        Most deliveries a second with p99 below 200 ms: %s by bare Netty, %s by realtime-gateway.

        ## A room of 500

        All members send in turn.

        %s
        ## Memory and start

        | | |
        |---|---|
        | resident memory 30 s after the start, without PostgreSQL | %.0f MB |
        | with idle sessions | %s |
        | two minutes after they have left | %.0f MB |
        | first start, with a new database, to `ready` | %.1f s |
        | later start | %.1f s |
        """
        .formatted(
            machine(),
            table(bareRooms, realRooms),
            most(bareRooms),
            most(realRooms),
            table(bareLarge, realLarge),
            memory.atStart() / MEBIBYTE,
            idle(),
            memory.afterwards() / MEBIBYTE,
            startUp.first(),
            startUp.later());
  }

  private String idle() {
    Matcher matcher = IDLE.matcher(memory.generator());
    return matcher.find() ? matcher.group(1) : "not measured";
  }

  private static String machine() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown processor");
    String memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst();
    String load = Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    return String.format(
        Locale.ROOT,
        "%s, %d × %s, %d GB, Linux %s, Java %s; load average at the end: %s.",
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        processor,
        Long.parseLong(memory.replaceAll("\\D", "")) >> 20,
        System.getProperty("os.version"),
        Runtime.version(),
        load);
  }

  private static String table(List<LoadResult> bare, List<LoadResult> real) {
    StringBuilder table =
        new StringBuilder(
            """
            | messages/s | server | deliveries/s | p50 ms | p99 ms | p99.9 ms | CPU µs per delivery | PostgreSQL µs | lost |
            |---|---|---|---|---|---|---|---|---|
            """);
    for (int i = 0; i < Math.max(bare.size(), real.size()); i++) {
      if (i < bare.size()) {
        table.append(row("bare Netty", bare.get(i)));
      }
      if (i < real.size()) {
        table.append(row("realtime-gateway", real.get(i)));
      }
    }
    return table.toString();
  }

  private static String row(String server, LoadResult result) {
    return String.format(
        Locale.ROOT,
        "| %,d | %s | %,d | %.2f | %.2f | %.2f | %.1f | %.1f | %d |%n",
        result.offered(),
        server,
        result.deliveries(),
        result.p50(),
        result.p99(),
        result.p999(),
        result.cpuMicros(),
        result.databaseMicros(),
        result.lost());
  }

  private static String most(List<LoadResult> results) {
    return PerformanceReport.mostSustained(results)
        .map(result -> String.format(Locale.ROOT, "%,d", result.deliveries()))
        .orElse("none");
  }
}
