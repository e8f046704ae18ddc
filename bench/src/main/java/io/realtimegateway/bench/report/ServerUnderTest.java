package io.realtimegateway.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A server that runs as a process of its own.
///
/// @param url base of its addresses
/// @param data its folder; the bare server has none
/// @param secondsToReady from the start of the process to its line `ready`
record ServerUnderTest(Process process, String url, String data, double secondsToReady)
    implements AutoCloseable {

  private static final int STOP_SECONDS = 60;

  /// Starts the bare Netty server of this module.
  static ServerUnderTest bare(Path log, int port) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(javaCommand());
    command.add("io.realtimegateway.bench.load.BareNettyServer");
    command.add(Integer.toString(port));
    return start(new ProcessBuilder(command), log, "");
  }

  /// Starts the built server with all roles and an embedded PostgreSQL, without rate limits.
  ///
  /// @param repository the folder that has `bin/realtime-gateway`
  static ServerUnderTest real(Path repository, Path data, Path log, int port)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(repository.resolve("bin/realtime-gateway").toString());
    command.addAll(List.of("run", "--port", Integer.toString(port), "--data", data.toString()));
    for (String limit : List.of("commands", "requests", "upgrades", "sign-ins")) {
      command.addAll(List.of("--set", "limits." + limit + "=off"));
    }
    command.addAll(List.of("--set", "ops.port=0", "--set", "link.port=0"));
    return start(
        new ProcessBuilder(command)
            .directory(Objects.requireNonNull(log.toAbsolutePath().getParent()).toFile()),
        log,
        data.toString());
  }

  /// The JVM of this process, with its class path.
  static List<String> javaCommand() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+UseCompactObjectHeaders",
        "-cp",
        System.getProperty("java.class.path"));
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static ServerUnderTest start(ProcessBuilder builder, Path log, String data)
      throws IOException, InterruptedException {
    Files.deleteIfExists(log);
    long started = System.nanoTime();
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    while (true) {
      for (String line : Files.readAllLines(log, StandardCharsets.UTF_8)) {
        if (line.startsWith("ready ")) {
          double seconds = (System.nanoTime() - started) / 1e9;
          return new ServerUnderTest(process, line.substring("ready ".length()), data, seconds);
        }
      }
      if (!process.isAlive()) {
        throw new IllegalStateException("The server did not start: " + Files.readString(log));
      }
      Thread.sleep(20);
    }
  }
}
