package io.realtimegateway.e2e.link;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.engine.stop.StopPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An engine in one process, and edges of gateway and API in others, without limits of rates.
final class SplitServer implements AutoCloseable {
  private final Path folder;
  private final String[] settings;
  private final Path stopFile;
  private final int linkPort = FreePort.find();
  private final ServerProcess engine;
  private final List<ServerProcess> edges = new ArrayList<>();

  /// Starts the engine.
  ///
  /// @param settings options of all processes
  SplitServer(Path folder, String... settings) {
    this.folder = folder;
    this.settings = settings.clone();
    this.stopFile = folder.resolve("stop");
    this.engine =
        new ServerProcess(folder.resolve("engine"))
            .jvm("-Xmx256m", "-Dio.realtimegateway.stop-file=" + stopFile)
            .with("--roles", "engine", "--set", "link.port=" + linkPort)
            .with(settings)
            .start();
  }

  /// Starts an edge.
  ServerProcess edge(String name, String... more) {
    ServerProcess edge =
        new ServerProcess(folder.resolve(name))
            .jvm("-Xmx384m")
            .environment("DATABASE_URL", read(engine.data().resolve("database.url")))
            .with("--roles", "gateway,api", "--set", "link.engine=127.0.0.1:" + linkPort)
            .with("--set", "link.secret-file=" + secretFile(), "--set", "auth.dev-login=on")
            .with("--set", "limits.commands=off", "--set", "limits.upgrades=off")
            .with("--set", "limits.sign-ins=off", "--set", "limits.requests=off")
            .with(settings)
            .with(more)
            .start();
    edges.add(edge);
    return edge;
  }

  ServerProcess engine() {
    return engine;
  }

  int linkPort() {
    return linkPort;
  }

  Path secretFile() {
    return engine.data().resolve("link.secret");
  }

  /// Waits until the edge's gateway and its API, which have links of their own, reach the engine.
  void awaitEngine(ServerProcess edge) {
    Patience.until(
        "the engine", () -> ChatUser.anonymous(edge.url(), "/health/ready").status() == 200);
  }

  /// The engine ends at this point the next time that it comes there.
  void stopNextAt(StopPoint point) {
    try {
      Path draft = stopFile.resolveSibling("stop.new");
      Files.writeString(draft, point.name());
      Files.move(draft, stopFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until the engine has ended at its stop point.
  void awaitStop() {
    Patience.until("the engine to stop", () -> !engine.isAlive());
    try {
      Files.delete(stopFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    edges.forEach(ServerProcess::close);
    engine.close();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
