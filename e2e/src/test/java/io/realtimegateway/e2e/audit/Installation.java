package io.realtimegateway.e2e.audit;

import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.engine.stop.StopPoint;
import io.realtimegateway.server.ExitCode;
import io.realtimegateway.store.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The processes under audit: one for all roles, or an engine and an edge of gateway and API.
final class Installation implements AutoCloseable {

  private static final Duration STOP = Duration.ofMinutes(2);

  /// A pause of seconds is then longer than what the links stand.
  private static final List<String> LINK =
      List.of("--set", "link.heartbeat=500ms", "--set", "link.timeout=2s");

  private static final List<String> EDGE =
      List.of(
          "--set", "auth.dev-login=on",
          // On a machine that is too busy to be back within a minute.
          "--set", "engine.lost-after=10m",
          "--set", "heartbeat.timeout=2m",
          // So that the gateway repeats a command under its name, and not the client as another.
          "--set", "gateway.request-wait=5m",
          "--set", "limits.commands=off",
          "--set", "limits.upgrades=off",
          "--set", "limits.sign-ins=off",
          "--set", "limits.requests=off");

  private final ServerProcess engine;
  private final ServerProcess edge;
  private final Path stopFile;
  private int seconds;

  private Installation(ServerProcess engine, ServerProcess edge, Path stopFile) {
    this.engine = engine;
    this.edge = edge;
    this.stopFile = stopFile;
  }

  /// All roles in one process.
  static Installation single(Path folder) {
    return single(folder, List.of());
  }

  /// All roles in one process, with options of its own.
  static Installation single(Path folder, List<String> options) {
    Path stopFile = folder.resolve("stop");
    ServerProcess server =
        engine(folder.resolve("server"), stopFile).with(texts(EDGE)).with(texts(options)).start();
    return new Installation(server, server, stopFile);
  }

  /// The engine in one process, gateway and API in the other.
  static Installation split(Path folder) {
    return split(folder, List.of());
  }

  /// The same, with options of their own for both.
  static Installation split(Path folder, List<String> options) {
    Path stopFile = folder.resolve("stop");
    String port = Integer.toString(FreePort.find());
    ServerProcess engine =
        engine(folder.resolve("engine"), stopFile)
            .with("--roles", "engine", "--set", "link.port=" + port)
            .with(texts(options))
            .start();
    ServerProcess edge =
        new ServerProcess(folder.resolve("edge"))
            .jvm("-Xmx256m")
            .with("--roles", "gateway,api", "--set", "link.engine=127.0.0.1:" + port)
            .with("--set", "link.secret-file=" + engine.data().resolve("link.secret"))
            .with(texts(LINK))
            .with(texts(EDGE))
            .with(texts(options))
            .environment("DATABASE_URL", read(engine.data().resolve("database.url")))
            .start();
    return new Installation(engine, edge, stopFile);
  }

  private static ServerProcess engine(Path folder, Path stopFile) {
    String stop = "-Dio.realtimegateway.stop-file=" + stopFile.toAbsolutePath();
    return new ServerProcess(folder).jvm("-Xmx256m", stop).with(texts(LINK));
  }

  URI url() {
    return edge.url();
  }

  DatabaseUrl database() {
    return DatabaseUrl.parse(read(engine.data().resolve("database.url")));
  }

  boolean isSplit() {
    return engine != edge;
  }

  /// Lets it happen; returns when it has.
  ///
  /// @param pause how long, for those that pause something
  /// @param provoke what makes a process reach the point at which it is to stop
  void inflict(Fault fault, Duration pause, Runnable provoke) {
    switch (fault) {
      case KILL_ENGINE -> engine.kill();
      case KILL_EDGE -> edge.kill();
      case KILL_POSTGRES -> signal("KILL", postgres());
      case KILL_ALL -> killAll();
      case PAUSE_ENGINE -> pause(engine, pause);
      case PAUSE_EDGE -> pause(edge, pause);
      case PAUSE_POSTGRES -> {
        List<ProcessHandle> processes = postgres();
        signal("STOP", processes);
        Wait.during(pause);
        signal("CONT", processes);
      }
      case STOP_DECIDED, STOP_COMMITTED, STOP_INSERTED, STOP_ARCHIVED, STOP_LAST_COMMITTED ->
          stopAt(fault.stopPoint().orElseThrow(), provoke);
      case SECOND_ENGINE -> startASecondEngine();
    }
  }

  /// With a local store of its own, so that it begins by writing new epochs, before which it ends.
  private void startASecondEngine() {
    Path folder = stopFile.resolveSibling("second-" + ++seconds);
    Path stop = stopFile.resolveSibling("second-stop");
    try {
      Files.writeString(stop, StopPoint.DECIDED.name());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (ServerProcess second =
        engine(folder, stop)
            .with("--roles", "engine", "--set", "link.port=" + FreePort.find())
            .environment("DATABASE_URL", read(engine.data().resolve("database.url")))) {
      int exit = second.startAndFail();
      if (exit != StopPoint.KILLED) {
        throw new AssertionError("the second engine ended with " + exit + ": " + second.log());
      }
    }
    if (!Wait.whether(STOP, () -> !engine.isAlive())) {
      throw new AssertionError("the engine that was fenced goes on");
    }
    int fenced = engine.awaitExit();
    if (fenced != ExitCode.FENCED.number()) {
      throw new AssertionError("the engine that was fenced ended with " + fenced);
    }
  }

  private void killAll() {
    signal("KILL", postgres());
    engine.kill();
    if (isSplit()) {
      edge.kill();
    }
  }

  private static void pause(ServerProcess process, Duration pause) {
    process.pause();
    Wait.during(pause);
    process.goOn();
  }

  private void stopAt(StopPoint point, Runnable provoke) {
    try {
      Path draft = stopFile.resolveSibling("stop.new");
      Files.writeString(draft, point.name());
      Files.move(draft, stopFile);
      provoke.run();
      Wait.until("the engine to stop at " + point, STOP, () -> !engine.isAlive());
      Files.delete(stopFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts what has ended.
  void heal() {
    if (!engine.isAlive()) {
      engine.start();
    }
    if (!edge.isAlive()) {
      edge.start();
    }
  }

  /// The server and its children, as the pid file has it.
  private List<ProcessHandle> postgres() {
    Path file = engine.data().resolve("postgres/data/postmaster.pid");
    if (!Files.exists(file)) {
      return List.of();
    }
    long pid = Long.parseLong(read(file).lines().findFirst().orElseThrow().strip());
    return ProcessHandle.of(pid)
        .map(server -> Stream.concat(Stream.of(server), server.descendants()).toList())
        .orElse(List.of());
  }

  private static void signal(String name, List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      try {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /// The ends of the logs, for messages.
  String logs() {
    return isSplit() ? engine.log() + "\n--- edge ---\n" + edge.log() : engine.log();
  }

  @Override
  public void close() {
    edge.close();
    engine.close();
  }

  private static String[] texts(List<String> list) {
    return list.toArray(String[]::new);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
