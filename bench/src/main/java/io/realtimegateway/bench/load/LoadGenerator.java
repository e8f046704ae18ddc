package io.realtimegateway.bench.load;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Loads a server with chat messages and reports deliveries, latency, CPU per delivery and memory
/// per idle session. `LoadOptions.USAGE` has the options.
public final class LoadGenerator {

  private static final int UNCOUNTED_SESSIONS = 1_000;
  private static final int BATCH_OF_TICKETS = 500;
  private static final int IDLE_SECONDS = 20;

  private final LoadOptions options;
  private final Measurement measurement;
  private final Load load;

  private LoadGenerator(LoadOptions options) {
    this.options = options;
    measurement = new Measurement(options.size());
    load = new Load(options, measurement);
  }

  /// Runs one load.
  ///
  /// @param arguments see `LoadOptions.USAGE`
  public static void main(String[] arguments) throws Exception {
    LoadOptions options;
    try {
      options = LoadOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(LoadOptions.USAGE);
      System.exit(2);
      return;
    }
    LoadGenerator generator = new LoadGenerator(options);
    if (options.idle() > 0) {
      generator.idle();
    } else {
      generator.chat();
    }
  }

  private void chat() throws Exception {
    int count = options.rooms() * options.size();
    try (Clients clients = new Clients(options.loops())) {
      if (options.bare()) {
        load.furnish(open(clients, count, this::roomAddress), roomNumbers());
      } else {
        try (RestSetup setup = new RestSetup(options.target())) {
          List<RestSetup.User> users = setup.users(count);
          List<String> ids = setup.conversations(users, options.rooms(), options.size());
          load.furnish(openWithTickets(clients, setup, users), ids);
        }
      }
      report(measure());
    }
  }

  /// The figures of the measured seconds.
  private record Result(
      Measurement.Counts counts,
      Histogram latency,
      Histogram acks,
      double seconds,
      double cpu,
      double database) {}

  private Result measure() throws Exception {
    long start = System.nanoTime();
    long warmEnd = start + TimeUnit.SECONDS.toNanos(options.warmup());
    long end = warmEnd + TimeUnit.SECONDS.toNanos(options.seconds());
    load.start(end);
    sleepUntil(warmEnd);
    Measurement.Counts before = measurement.counts();
    measurement.latencies();
    measurement.ackLatencies();
    double cpu = cpu();
    double database = databaseCpu();
    long measuredFrom = System.nanoTime();
    sleepUntil(end);
    Measurement.Counts counts = measurement.counts().since(before);
    double cpuUsed = cpu() - cpu;
    double databaseUsed = databaseCpu() - database;
    double seconds = (System.nanoTime() - measuredFrom) / 1e9;
    Result result =
        new Result(
            counts,
            measurement.latencies(),
            measurement.ackLatencies(),
            seconds,
            cpuUsed,
            databaseUsed);
    awaitTheRest();
    return result;
  }

  /// Waits a few seconds for messages in flight, so that losses can be counted.
  private void awaitTheRest() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (measurement.counts().complete() < measurement.counts().sent()
        && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
  }

  private void report(Result result) {
    Measurement.Counts counts = result.counts;
    Measurement.Counts all = measurement.counts();
    double perDelivery = 1e6 / Math.max(1, counts.deliveries());
    line("target", "%s, %d rooms of %d", options.target(), options.rooms(), options.size());
    line("sent", "%d (%.0f/s)", counts.sent(), counts.sent() / result.seconds);
    line("deliveries", "%d (%.0f/s)", counts.deliveries(), counts.deliveries() / result.seconds);
    line(
        "in all",
        "sent %d, acks %d, errors %d, incomplete %d",
        all.sent(),
        all.acks(),
        all.errors(),
        all.sent() - all.complete());
    latencies("latency ms", result.latency);
    if (!options.bare()) {
      latencies("acks ms", result.acks);
    }
    if (options.pid() > 0) {
      line(
          "server CPU",
          "%.2f us per delivery, %.2f cores",
          result.cpu * perDelivery,
          result.cpu / result.seconds);
    }
    if (!options.data().isEmpty()) {
      line(
          "PostgreSQL CPU",
          "%.2f us per delivery, %.2f cores",
          result.database * perDelivery,
          result.database / result.seconds);
    }
  }

  private static void latencies(String name, Histogram latency) {
    line(
        name,
        "p50 %.3f  p90 %.3f  p99 %.3f  p99.9 %.3f  max %.3f",
        millis(latency, 50),
        millis(latency, 90),
        millis(latency, 99),
        millis(latency, 99.9),
        millis(latency, 100));
  }

  private static double millis(Histogram latency, double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e6;
  }

  @FormatMethod
  private static void line(String name, @FormatString String format, Object... values) {
    System.out.printf(Locale.ROOT, "%-15s %s%n", name, format.formatted(values));
  }

  private void idle() throws Exception {
    try (Clients clients = new Clients(options.loops())) {
      List<RestSetup.User> users = List.of();
      try (RestSetup setup = new RestSetup(options.target())) {
        if (!options.bare()) {
          users = setup.users(options.idle());
        }
        long before = 0;
        for (int from = 0; from < options.idle(); from += BATCH_OF_TICKETS) {
          int count = Math.min(BATCH_OF_TICKETS, options.idle() - from);
          if (options.bare()) {
            open(clients, count, this::roomAddress);
          } else {
            openWithTickets(clients, setup, users.subList(from, from + count));
          }
          if (from + count == UNCOUNTED_SESSIONS) {
            before = settledBytes();
          }
        }
        long resident = settledBytes();
        int counted = options.idle() - UNCOUNTED_SESSIONS;
        double cpu = cpu();
        Thread.sleep(IDLE_SECONDS * 1_000L);
        line(
            "idle",
            "%d sessions: %d MB of RSS, %.0f bytes each beyond the first %d, %.2f %% of a core",
            options.idle(),
            resident >> 20,
            (double) (resident - before) / counted,
            UNCOUNTED_SESSIONS,
            100 * (cpu() - cpu) / IDLE_SECONDS);
      }
    }
  }

  /// Resident memory after a collection.
  private long settledBytes() throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    for (int i = 0; i < 2; i++) {
      new ProcessBuilder(jcmd, Long.toString(options.pid()), "GC.run").start().waitFor();
      Thread.sleep(1_000);
    }
    return ProcessUsage.residentBytes(options.pid());
  }

  private List<ClientSocket> openWithTickets(
      Clients clients, RestSetup setup, List<RestSetup.User> users) throws InterruptedException {
    return open(clients, users.size(), i -> ticketAddress(setup.ticket(users.get(i))));
  }

  /// Creates the address of a socket just before it connects.
  private interface Addresses {
    URI of(int index);
  }

  private List<ClientSocket> open(Clients clients, int count, Addresses addresses)
      throws InterruptedException {
    return clients.open(
        count,
        index ->
            new ClientSocket(
                index,
                addresses.of(index),
                !options.bare(),
                measurement,
                (number, intended, sender, now) ->
                    load.heard(index, number, intended, sender, now)),
        options.target());
  }

  private URI ticketAddress(String ticket) {
    return options.target().resolve("/ws?token=" + ticket);
  }

  private URI roomAddress(int index) {
    return options.target().resolve("/ws?room=" + index / options.size());
  }

  private List<String> roomNumbers() {
    List<String> numbers = new ArrayList<>();
    for (int room = 0; room < options.rooms(); room++) {
      numbers.add(Integer.toString(room));
    }
    return Collections.unmodifiableList(numbers);
  }

  private double cpu() {
    return options.pid() == 0 ? 0 : ProcessUsage.cpuSeconds(options.pid());
  }

  private double databaseCpu() throws Exception {
    long postmaster =
        options.data().isEmpty() ? 0 : ProcessUsage.postmaster(Path.of(options.data()));
    return postmaster == 0 ? 0 : ProcessUsage.familyCpuSeconds(postmaster);
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }
}
