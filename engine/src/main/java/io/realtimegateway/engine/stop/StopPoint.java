package io.realtimegateway.engine.stop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A point at which a crash test may end the process, as `kill -9` would, because random kills
/// rarely hit it. Inert unless the system property `io.realtimegateway.stop-file` names a file at
/// the start of the JVM; then the process ends at the point whose name the file holds, as soon as
/// it does.
public enum StopPoint {
  /// Decided, not yet appended to the journal.
  DECIDED,
  /// Committed in the journal, neither delivered nor acked.
  COMMITTED,
  /// Messages inserted, position moved, not yet committed in PostgreSQL.
  INSERTED,
  /// Committed in PostgreSQL, which the local store does not know yet.
  ARCHIVED;

  /// Exit code of a process that ended at a stop point: that of SIGKILL.
  public static final int KILLED = 137;

  private static final @Nullable Path FILE = file();

  /// Ends the process if this is the configured stop point.
  public void reached() {
    if (FILE != null && isNamedIn(FILE)) {
      Runtime.getRuntime().halt(KILLED);
    }
  }

  private boolean isNamedIn(Path file) {
    try {
      return Files.exists(file) && Files.readString(file).equals(name());
    } catch (IOException _) {
      return false;
    }
  }

  private static @Nullable Path file() {
    String named = System.getProperty("io.realtimegateway.stop-file");
    return named == null ? null : Path.of(named);
  }
}
