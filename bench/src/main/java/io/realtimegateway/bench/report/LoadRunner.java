package io.realtimegateway.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Runs the load generator as a process of its own, one load after the other.
///
/// @param seconds measured in each run
/// @param warmup seconds before that
record LoadRunner(int seconds, int warmup) {

  LoadResult run(ServerUnderTest server, int rooms, int size, int rate)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>();
    add(options, "rooms", rooms);
    add(options, "size", size);
    add(options, "rate", rate);
    add(options, "seconds", seconds);
    add(options, "warmup", warmup);
    LoadResult result = LoadResult.parse(rate, generate(server, options));
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: %d rooms of %d, %d messages/s: %d deliveries/s, p99 %.1f ms, %.1f us, %d lost",
            server.data().isEmpty() ? "bare Netty" : "realtime-gateway",
            rooms,
            size,
            rate,
            result.deliveries(),
            result.p99(),
            result.cpuMicros(),
            result.lost()));
    return result;
  }

  /// Opens sessions that say nothing.
  ///
  /// @return what the generator printed
  String idle(ServerUnderTest server, int sessions) throws IOException, InterruptedException {
    List<String> options = new ArrayList<>();
    add(options, "idle", sessions);
    return generate(server, options);
  }

  private static void add(List<String> options, String name, int value) {
    options.add("--" + name);
    options.add(Integer.toString(value));
  }

  private static String generate(ServerUnderTest server, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ServerUnderTest.javaCommand());
    command.add("io.realtimegateway.bench.load.LoadGenerator");
    command.addAll(options);
    command.addAll(List.of("--target", server.url(), "--pid", Long.toString(server.pid())));
    if (server.data().isEmpty()) {
      command.add("--bare");
    } else {
      command.addAll(List.of("--data", Path.of(server.data()).toString()));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("The load generator failed: " + output);
    }
    return output;
  }
}
