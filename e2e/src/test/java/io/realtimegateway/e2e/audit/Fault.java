package io.realtimegateway.e2e.audit;

import io.realtimegateway.engine.stop.StopPoint;
import java.util.Optional;

/// What happens to an installation. Where one process is all of it, what is said of engine and edge
/// is said of that one.
enum Fault {
  KILL_ENGINE,
  KILL_EDGE,
  KILL_POSTGRES,
  KILL_ALL,
  PAUSE_ENGINE,
  PAUSE_EDGE,
  PAUSE_POSTGRES,
  STOP_DECIDED,
  STOP_COMMITTED,
  STOP_INSERTED,
  STOP_ARCHIVED,

  /// The load ends first; then one more command is put, and the engine stops when it has committed
  /// it. Nothing follows by which anybody could notice that something is missing.
  STOP_LAST_COMMITTED,

  /// Another engine is started on the database, owns the archive, and ends before it writes
  /// anything. The one under audit has to find out and end.
  SECOND_ENGINE;

  /// The point at which the engine stops, for those that name one.
  Optional<StopPoint> stopPoint() {
    return switch (this) {
      case STOP_DECIDED -> Optional.of(StopPoint.DECIDED);
      case STOP_COMMITTED, STOP_LAST_COMMITTED -> Optional.of(StopPoint.COMMITTED);
      case STOP_INSERTED -> Optional.of(StopPoint.INSERTED);
      case STOP_ARCHIVED -> Optional.of(StopPoint.ARCHIVED);
      case KILL_ENGINE,
          KILL_EDGE,
          KILL_POSTGRES,
          KILL_ALL,
          PAUSE_ENGINE,
          PAUSE_EDGE,
          PAUSE_POSTGRES,
          SECOND_ENGINE ->
          Optional.empty();
    };
  }

  /// Whether it is only found out by what is written afterwards.
  boolean needsLoad() {
    return this == SECOND_ENGINE;
  }

  /// Whether it happens after the load, to a command that is put for it.
  boolean followsTheLoad() {
    return this == STOP_LAST_COMMITTED;
  }

  /// Whether the process with the sockets ends.
  boolean endsEdge(boolean isSplit) {
    return switch (this) {
      case KILL_EDGE, KILL_ALL -> true;
      case KILL_ENGINE,
          STOP_DECIDED,
          STOP_COMMITTED,
          STOP_INSERTED,
          STOP_ARCHIVED,
          STOP_LAST_COMMITTED,
          SECOND_ENGINE ->
          !isSplit;
      case KILL_POSTGRES, PAUSE_ENGINE, PAUSE_EDGE, PAUSE_POSTGRES -> false;
    };
  }
}
