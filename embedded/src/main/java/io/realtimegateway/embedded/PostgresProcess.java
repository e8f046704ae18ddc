package io.realtimegateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// One run of the server, inside a shell that stops it when our end of the pipe closes.
final class PostgresProcess {
  /// `$1` is the log; the rest is the server's command line. The server gets a session of its own,
  /// so that Ctrl-C in a terminal ends the program first and the server through it.
  private static final String SHELL =
      """
      trap '' INT TERM HUP
      log=$1
      shift
      session=
      command -v setsid >/dev/null && session=setsid
      exec 3<&0
      $session "$@" </dev/null >>"$log" 2>&1 3<&- &
      server=$!
      { cat <&3 >/dev/null; kill -INT "$server"; } >/dev/null 2>&1 &
      watcher=$!
      exec 3<&-
      wait "$server"
      result=$?
      kill -KILL "$watcher" 2>/dev/null
      exit "$result"
      """;

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
  private static final int LAST_LINES = 8;

  /// Line of the pid file that is `ready` once connections are accepted.
  private static final int STATUS_LINE = 7;

  private final Process shell;
  private final Path data;
  private final Path log;

  private PostgresProcess(Process shell, Path data, Path log) {
    this.shell = shell;
    this.data = data;
    this.log = log;
  }

  /// Starts the server and waits until it accepts connections.
  static PostgresProcess start(
      Binaries binaries, Account account, Path data, Path log, int port, Duration timeout)
      throws IOException {
    Leftover.clear(data);
    Files.writeString(log, "");
    account.give(log);
    List<String> command =
        List.of(
            "sh",
            "-c",
            SHELL,
            "embedded-postgres",
            log.toString(),
            binaries.program("postgres").toString(),
            "-D",
            data.toString(),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "port=" + port,
            "-c",
            "unix_socket_directories=",
            "-c",
            "authentication_timeout=10s", // Limits how long an unauthenticated client can hold a
            // connection.
            "-c",
            "fsync=on",
            "-c",
            "logging_collector=on",
            "-c",
            "log_filename=postgresql-%a.log",
            "-c",
            "log_truncate_on_rotation=on",
            "-c",
            "log_rotation_size=0");
    Process shell =
        new ProcessBuilder(account.command(command))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    PostgresProcess server = new PostgresProcess(shell, data, log);
    server.awaitReady(timeout);
    return server;
  }

  /// Runs once the server has ended, for whatever reason.
  void whenEnded(Runnable action) {
    var _ = shell.onExit().thenRun(action);
  }

  /// Stops the server cleanly: connections are cut, committed data are kept.
  void stop() throws IOException {
    shell.getOutputStream().close();
    try {
      if (!shell.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new EmbeddedPostgresException("PostgreSQL does not stop within " + STOP_TIMEOUT);
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while stopping PostgreSQL", interruption);
    }
  }

  private void awaitReady(Duration timeout) throws IOException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    while (!isReady()) {
      if (isEnded()) {
        throw new EmbeddedPostgresException("PostgreSQL does not start: " + endOfLog());
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        stop();
        throw new EmbeddedPostgresException(
            String.format(
                Locale.ROOT,
                "PostgreSQL does not start within %d s: %s",
                timeout.toSeconds(),
                endOfLog()));
      }
    }
  }

  private boolean isReady() throws IOException {
    Path file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return false;
    }
    List<String> lines = Files.readAllLines(file);
    return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
  }

  private boolean isEnded() {
    try {
      return shell.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while starting PostgreSQL", interruption);
    }
  }

  /// The end of the newest log, which explains a failed start.
  private String endOfLog() throws IOException {
    List<String> lines = Files.readAllLines(newestLog().orElse(log));
    return lines.stream()
        .skip(Math.max(0, lines.size() - LAST_LINES))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private Optional<Path> newestLog() throws IOException {
    return Files.size(log) > 0 && !Files.readString(log).contains("Future log output")
        ? Optional.of(log)
        : Logs.newest(data.resolve("log"));
  }
}
