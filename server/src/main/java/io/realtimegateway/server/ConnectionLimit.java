package io.realtimegateway.server;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.api.edge.Network;
import io.realtimegateway.edge.rate.LimitSettings;
import io.realtimegateway.security.web.AddressKey;
import io.realtimegateway.server.configuration.Configuration;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many connections of browsers and other clients this process holds, in all and of one
/// address. The descriptors that the local store and the database need are kept back, so that
/// client connections cannot stop the journal.
final class ConnectionLimit {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

  /// Files of the local store (1,024 at most), of the JVM, connections to PostgreSQL, links.
  private static final int RESERVE = 1_536;

  private static final int WITHOUT_DESCRIPTOR_LIMIT = 100_000;
  private static final String LOOPBACK = "127.0.0.0/8";

  private final int most;
  private final int mostOfAddress;
  private final List<Network> uncounted;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> openByAddress = new ConcurrentHashMap<>();
  private final Counter refusedInAll;
  private final Counter refusedOfAddress;
  private final CalmLog reached = new CalmLog(System::nanoTime);
  private final CalmLog notAccepted = new CalmLog(System::nanoTime);

  /// @param uncounted addresses without a limit of their own, such as that of a proxy in front of
  ///   all clients
  ConnectionLimit(int most, int mostOfAddress, List<Network> uncounted, MeterRegistry meters) {
    this.most = most;
    this.mostOfAddress = mostOfAddress;
    this.uncounted = List.copyOf(uncounted);
    this.refusedInAll = refused(meters, "all");
    this.refusedOfAddress = refused(meters, "address");
    Gauge.builder("rtg.http.connections", open, AtomicInteger::get)
        .description("Open connections of the HTTP port, before and after an upgrade")
        .register(meters);
  }

  /// As configured; where nothing is, from the limit of descriptors of this process.
  static ConnectionLimit of(
      Configuration configuration, List<Network> trustedProxies, MeterRegistry meters) {
    LimitSettings limits = configuration.limits();
    long descriptors = descriptors();
    int most = limits.connections().orElseGet(() -> most(descriptors));
    if (limits.connections().isPresent() && most > most(descriptors)) {
      LOG.warn(
          "limits.connections is {}, but this process may open {} files in all: connections could"
              + " take those that the local store needs. Raise the limit of open files (nofile).",
          most,
          descriptors);
    }
    // Unless an operator wants it, loopback has no limit of its own: a proxy on this machine that
    // is not declared would share one among all.
    List<Network> uncounted =
        limits.connectionsPerAddress().isPresent()
            ? trustedProxies
            : Stream.concat(trustedProxies.stream(), Stream.of(LOOPBACK, "::1").map(Network::parse))
                .toList();
    int mostOfAddress = limits.connectionsPerAddress().orElseGet(() -> Math.max(1, most / 4));
    return new ConnectionLimit(most, mostOfAddress, uncounted, meters);
  }

  /// Connections that fit beside everything else.
  ///
  /// @param descriptors that the process may open; 0 if that is unknown or unlimited
  static int most(long descriptors) {
    if (descriptors <= 0) {
      return WITHOUT_DESCRIPTOR_LIMIT;
    }
    long reserve = Math.min(RESERVE, descriptors / 2);
    return Math.clamp(descriptors - reserve, 1, LimitSettings.MOST_CONNECTIONS);
  }

  private static long descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.max(0, unix.getMaxFileDescriptorCount())
        : 0;
  }

  private static Counter refused(MeterRegistry meters, String limit) {
    return Counter.builder("rtg.http.connections.refused")
        .description("Connections closed when they came, because a limit was reached")
        .tag("limit", limit)
        .register(meters);
  }

  /// Counts a connection that was accepted.
  ///
  /// @param address of the other end, numeric
  /// @return whether to keep it; the caller must call `closed` when it ends
  boolean opened(String address) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      refusedInAll.increment();
      reached.warn(
          LOG,
          () ->
              String.format(
                  Locale.ROOT,
                  "limits.connections (%d) is reached: new connections are closed. If these are"
                      + " your users, raise it and the limit of open files (nofile).",
                  most));
      return false;
    }
    if (isCounted(address) && !addressOpened(AddressKey.of(address))) {
      open.decrementAndGet();
      refusedOfAddress.increment();
      return false;
    }
    return true;
  }

  /// A connection that was kept has been closed.
  void closed(String address) {
    open.decrementAndGet();
    if (isCounted(address)) {
      var _ =
          openByAddress.computeIfPresent(
              AddressKey.of(address), (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /// Says, once a minute, that the operating system refused a connection.
  void acceptFailed(Throwable cause) {
    notAccepted.warn(
        LOG,
        () ->
            String.format(
                Locale.ROOT,
                "Connections cannot be accepted (%s): clients wait. Raise the limit of open files"
                    + " (nofile).",
                cause.getMessage()));
  }

  private boolean addressOpened(String key) {
    boolean[] isOver = new boolean[1];
    var _ =
        openByAddress.merge(
            key,
            1,
            (count, _) -> {
              isOver[0] = count >= mostOfAddress;
              return isOver[0] ? count : count + 1;
            });
    return !isOver[0];
  }

  private boolean isCounted(String address) {
    return uncounted.stream().noneMatch(network -> network.contains(address));
  }
}
