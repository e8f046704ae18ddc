package io.realtimegateway.server;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/// What an operator should know about the memory that the configured connections need.
final class MemoryWarning {
  private static final long MEBIBYTE = 1L << 20;

  /// A process with all roles and without sessions, with room for garbage.
  private static final long WITHOUT_SESSIONS = 300 * MEBIBYTE;

  /// A session that is idle takes about 7 KiB; one that chats has caches and queues besides.
  private static final long PER_CONNECTION = 16 * 1024;

  private MemoryWarning() {}

  /// Memory of this machine or container in bytes; 0 if the JVM does not say.
  static long ofThisMachine() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }

  /// A sentence or two for the terminal; empty if the memory suffices or is unknown.
  ///
  /// @param connections the configured `limits.connections`; without one the limit of open files
  ///   bounds them, which says nothing about how many are expected
  /// @param memory in bytes, 0 if unknown
  static Optional<String> of(Optional<Integer> connections, long memory) {
    long needed = WITHOUT_SESSIONS + connections.orElse(0) * PER_CONNECTION;
    if (memory == 0 || memory >= needed) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "This machine or container has %d MB of memory, and the server may need %d MB for %d"
                + " connections, besides PostgreSQL: it may be slow, or be killed, before it"
                + " refuses any. Give it more memory or lower limits.connections.",
            memory / MEBIBYTE,
            needed / MEBIBYTE,
            connections.orElse(0)));
  }
}
