package io.realtimegateway.e2e.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The built server as a process, started through `bin/realtime-gateway`. It may be killed and
/// started again on the same data; it keeps the port that the first start took.
public final class ServerProcess implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration STOP = Duration.ofSeconds(90);
  private static final Duration DUMP = Duration.ofSeconds(2);
  private static final int SHOWN_LOG = 60_000;

  private final Path folder;

  /// Most servers of tests live for seconds, in which the second compiler would take more of the
  /// processor than it gives back.
  private static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

  private final List<String> wrapper = new ArrayList<>();
  private final List<String> jvmOptions = new ArrayList<>(List.of(FIRST_COMPILER_ONLY));
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private @Nullable Process process;
  private @Nullable URI url;

  /// Starts nothing yet.
  ///
  /// @param folder of its data and log
  public ServerProcess(Path folder) {
    this.folder = folder;
  }

  /// Adds options of `run`.
  public ServerProcess with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /// Starts it through another program, which has to become it.
  ///
  /// @param program with its arguments, before those of the server
  public ServerProcess through(String... program) {
    wrapper.addAll(List.of(program));
    return this;
  }

  /// Adds options of its JVM.
  public ServerProcess jvm(String... more) {
    jvmOptions.addAll(List.of(more));
    return this;
  }

  /// Adds a variable to its environment.
  public ServerProcess environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /// Starts it and waits until it is ready.
  ///
  /// @throws IllegalStateException with the end of its log where it does not get ready
  public ServerProcess start() {
    CompletableFuture<String> ready = new CompletableFuture<>();
    Process started = launch();
    process = started;
    Thread.ofVirtual().name("server-output").start(() -> readOutput(started, ready));
    CompletableFuture<?> _ =
        started.onExit().thenAccept(ended -> ready.complete("exit " + ended.exitValue()));
    String line = await(ready);
    if (!line.startsWith("ready")) {
      throw new IllegalStateException("The server did not start: " + line + "\n" + log());
    }
    if (url == null && line.startsWith("ready ")) {
      url = URI.create(line.substring("ready ".length()));
    }
    return this;
  }

  /// Starts it, and waits for its end, which the caller expects.
  ///
  /// @return its exit code
  public int startAndFail() {
    begin();
    return awaitEnd(START);
  }

  /// Begins to start it, and waits for nothing.
  public ServerProcess begin() {
    Process started = launch();
    process = started;
    Thread.ofVirtual().start(() -> readOutput(started, new CompletableFuture<>()));
    return this;
  }

  /// Waits for its end, which the caller expects.
  ///
  /// @return its exit code
  public int awaitExit() {
    return awaitEnd(STOP);
  }

  /// Runs another command of the program on the same data, to its end.
  public Outcome command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(Repository.folder().resolve("bin/realtime-gateway").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data().toString()));
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.environment().put("RTG_JAVA_OPTS", FIRST_COMPILER_ONLY);
      builder.environment().putAll(environment);
      Process ended = builder.start();
      String said = new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(ended.waitFor(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// How a command ended.
  ///
  /// @param said on both outputs
  public record Outcome(int exitCode, String said) {

    public void expectSuccess() {
      expect(0, "");
    }

    /// Fails unless it ended so.
    public void expect(int code, String part) {
      if (exitCode != code || !said.contains(part)) {
        throw new AssertionError(
            "expected %d and '%s', got %d: %s".formatted(code, part, exitCode, said));
      }
    }
  }

  /// Base of its HTTP addresses, without a slash at the end.
  public URI url() {
    if (url == null) {
      throw new IllegalStateException("not started, or without an HTTP port");
    }
    return url;
  }

  public Path data() {
    return folder.resolve("data");
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  public long pid() {
    return running().pid();
  }

  /// SIGKILL.
  public void kill() {
    running().destroyForcibly();
    awaitEnd(STOP);
  }

  /// SIGTERM.
  ///
  /// @return its exit code
  public int stop() {
    running().destroy();
    return awaitEnd(STOP);
  }

  /// SIGTERM, and waits for nothing.
  public void terminate() {
    signal("TERM");
  }

  /// SIGSTOP.
  public void pause() {
    signal("STOP");
  }

  /// SIGCONT.
  public void goOn() {
    signal("CONT");
  }

  /// The end of what it wrote, for messages.
  public String log() {
    try {
      Path file = logFile();
      String text = Files.exists(file) ? Files.readString(file) : "";
      return text.substring(Math.max(0, text.length() - SHOWN_LOG));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether it wrote this since its folder was made.
  public boolean hasLogged(String text) {
    try {
      Path file = logFile();
      return Files.exists(file) && Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Process last = process;
    if (last != null && last.isAlive()) {
      last.destroyForcibly();
      awaitEnd(STOP);
      awaitDatabaseEnd();
    }
  }

  /// The embedded PostgreSQL of a killed server ends by itself a moment later. Until then it writes
  /// into the folder, so that JUnit cannot delete it.
  private void awaitDatabaseEnd() {
    try {
      Path file = data().resolve("postgres/data/postmaster.pid");
      Files.readAllLines(file).stream()
          .findFirst() // It may be killed while it writes the file.
          .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
          .ifPresent(database -> database.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    } catch (NoSuchFileException _) {
      // It has none, or has ended.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Repository.folder().resolve("bin/realtime-gateway").toString());
    command.add("run");
    if (!options.contains("--data")) {
      command.addAll(List.of("--data", data().toString()));
    }
    if (!options.contains("--port") && !isEngineAlone()) {
      command.addAll(List.of("--port", Integer.toString(url == null ? 0 : url.getPort())));
    }
    if (options.stream().noneMatch(option -> option.startsWith("ops.port="))) {
      command.addAll(List.of("--set", "ops.port=0")); // Several engines run on one machine.
    }
    command.addAll(options);
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("RTG_") || name.equals("DATABASE_URL"));
      builder.environment().put("RTG_JAVA_OPTS", String.join(" ", jvmOptions));
      builder.environment().putAll(environment);
      builder.redirectError(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isEngineAlone() {
    int roles = options.indexOf("--roles");
    return roles >= 0 && options.get(roles + 1).equals("engine");
  }

  private void readOutput(Process started, CompletableFuture<String> ready) {
    try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Files.writeString(
            logFile(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        if (line.equals("ready") || line.startsWith("ready ")) {
          ready.complete(line);
        }
      }
    } catch (IOException _) {
      // The process has ended.
    }
  }

  private String await(CompletableFuture<String> ready) {
    try {
      return ready.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      logThreads();
      running().destroyForcibly();
      return "not ready after " + START;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("cannot wait for the server", e);
    }
  }

  private int awaitEnd(Duration patience) {
    try {
      if (!running().waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        logThreads();
        throw new IllegalStateException("The server did not end in " + patience + "\n" + log());
      }
      return running().exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the server ends", e);
    }
  }

  /// Has the JVM write what its threads do: to its output, and so to the log.
  private void logThreads() {
    if (isAlive()) {
      signal("QUIT");
      Patience.during(DUMP); // One that hangs may never say that it is done.
    }
  }

  private void signal(String name) {
    try {
      int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Process running() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  private Path logFile() {
    return folder.resolve("server.log");
  }
}
