package io.realtimegateway.bench.report;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs every load against the server and the bare Netty server in turn, and writes
/// `docs/performance.md` with its picture. With `--quick`: small loads whose counts must be exact,
/// and no page.
public final class PerformanceReport {

  private static final int ROOMS = 250;
  private static final int ROOM_SIZE = 4;
  private static final int LARGE_ROOM = 500;
  private static final int SESSIONS = 10_000;

  /// Messages a second in rooms of 4, as long as the server keeps up.
  private static final List<Integer> RATES =
      List.of(500, 2_500, 5_000, 10_000, 16_900, 25_000, 35_000, 50_000, 75_000, 100_000, 140_000);

  private static final List<Integer> LARGE_ROOM_RATES = List.of(50, 100, 200);

  private final Path repository;
  private final Path work;
  private final LoadRunner runner;

  private PerformanceReport(Path repository, Path work, LoadRunner runner) {
    this.repository = repository;
    this.work = work;
    this.runner = runner;
  }

  /// Runs the loads. The exit code is 1 if a quick run lost a message.
  ///
  /// @param arguments the folder of the repository, and perhaps `--quick`
  public static void main(String[] arguments) throws Exception {
    Path work = Files.createTempDirectory("bench");
    Path repository = Path.of(arguments[0]).toAbsolutePath();
    boolean isQuick = List.of(arguments).contains("--quick");
    try {
      if (isQuick) {
        System.exit(new PerformanceReport(repository, work, new LoadRunner(3, 0)).quick() ? 0 : 1);
      }
      new PerformanceReport(repository, work, new LoadRunner(8, 8)).full();
    } finally {
      delete(work);
    }
  }

  private boolean quick() throws IOException, InterruptedException {
    boolean isExact = true;
    try (ServerUnderTest bare = bare();
        ServerUnderTest real = real()) {
      for (ServerUnderTest server : List.of(bare, real)) {
        LoadResult result = runner.run(server, 5, 20, 100);
        isExact &= result.lost() == 0 && result.sent() > 0;
      }
    }
    delete(work);
    System.out.println(isExact ? "Every message reached everybody." : "Messages were lost.");
    return isExact;
  }

  private void full() throws IOException, InterruptedException {
    StartUp startUp = startUp();
    List<LoadResult> bareRooms = new ArrayList<>();
    List<LoadResult> realRooms = new ArrayList<>();
    List<LoadResult> bareLarge = new ArrayList<>();
    List<LoadResult> realLarge = new ArrayList<>();
    try (ServerUnderTest bare = bare();
        ServerUnderTest real = real()) {
      for (int rate : RATES) {
        step(bare, rate, bareRooms);
        step(real, rate, realRooms);
      }
      for (int rate : LARGE_ROOM_RATES) {
        bareLarge.add(runner.run(bare, 1, LARGE_ROOM, rate));
        realLarge.add(runner.run(real, 1, LARGE_ROOM, rate));
      }
    }
    Memory memory = memory();
    PerformancePage page =
        new PerformancePage(startUp, memory, bareRooms, realRooms, bareLarge, realLarge);
    Files.writeString(repository.resolve("docs/performance.md"), page.text());
    Files.writeString(
        repository.resolve("docs/images/latency.svg"), LatencyPlot.draw(bareRooms, realRooms));
    System.out.println("docs/performance.md is written.");
  }

  /// Runs the next rate, unless the server could not keep up with the last one.
  private void step(ServerUnderTest server, int rate, List<LoadResult> results)
      throws IOException, InterruptedException {
    if (results.isEmpty() || results.getLast().isSustained()) {
      results.add(runner.run(server, ROOMS, ROOM_SIZE, rate));
    }
  }

  /// Seconds to `ready`.
  ///
  /// @param first on an empty folder
  /// @param later on the same folder again
  record StartUp(double first, double later) {}

  private StartUp startUp() throws IOException, InterruptedException {
    double first;
    try (ServerUnderTest server = real()) {
      first = server.secondsToReady();
    }
    try (ServerUnderTest server = real()) {
      return new StartUp(first, server.secondsToReady());
    }
  }

  /// Resident memory in bytes.
  ///
  /// @param atStart of a server without connections yet
  /// @param generator what the load generator printed of its idle sessions
  /// @param afterwards two minutes after they have left
  record Memory(long atStart, String generator, long afterwards) {}

  private Memory memory() throws IOException, InterruptedException {
    // What the loads left would still be archived and compacted.
    delete(work.resolve("data"));
    try (ServerUnderTest server = real()) {
      Thread.sleep(30_000);
      long atStart = ResidentMemory.of(server.pid());
      String generator = runner.idle(server, SESSIONS);
      Thread.sleep(120_000);
      return new Memory(atStart, generator, ResidentMemory.of(server.pid()));
    }
  }

  private ServerUnderTest bare() throws IOException, InterruptedException {
    return ServerUnderTest.bare(work.resolve("bare.log"), freePort());
  }

  private ServerUnderTest real() throws IOException, InterruptedException {
    return ServerUnderTest.real(
        repository, work.resolve("data"), work.resolve("server.log"), freePort());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /// The last of the rates that the server kept up with.
  static Optional<LoadResult> mostSustained(List<LoadResult> results) {
    return results.stream().filter(LoadResult::isSustained).reduce((_, last) -> last);
  }
}
