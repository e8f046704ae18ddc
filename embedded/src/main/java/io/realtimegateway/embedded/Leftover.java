package io.realtimegateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Cleans up after an owner that was killed or a machine that crashed: a server that still runs,
/// and its pid file.
final class Leftover {
  private static final Logger LOGGER = LoggerFactory.getLogger(Leftover.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private Leftover() {}

  /// Ends a server that still runs in the data folder, and removes a pid file without a running
  /// server: another process may have that number by now, and PostgreSQL takes a zombie for a
  /// running server.
  static void clear(Path data) throws IOException {
    Path file = data.resolve("postmaster.pid");
    Optional<ProcessHandle> server = processIn(file).filter(process -> isServer(process, data));
    if (server.isPresent()) {
      LOGGER.warn(
          "stopping the PostgreSQL that still runs in {} (pid {})", data, server.get().pid());
      stop(server.get());
    }
    Files.deleteIfExists(file);
  }

  /// The process whose number is in the first line.
  static Optional<ProcessHandle> processIn(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
  }

  /// The command of a zombie is empty.
  private static boolean isServer(ProcessHandle process, Path data) {
    return process.info().command().filter(command -> command.endsWith("/postgres")).isPresent()
        && process.info().commandLine().filter(line -> line.contains(data.toString())).isPresent();
  }

  /// For PostgreSQL, SIGTERM means "wait for all clients" and SIGINT "end now, cleanly"; the JVM
  /// can send only SIGTERM.
  private static void stop(ProcessHandle server) {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
      server.onExit().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException | IOException failure) {
      throw new EmbeddedPostgresException(
          String.format(Locale.ROOT, "an earlier PostgreSQL (pid %d) does not stop", server.pid()),
          failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while stopping PostgreSQL", interruption);
    }
  }
}
