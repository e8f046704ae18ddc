package io.realtimegateway.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// A failure of PostgreSQL or of the connection to it. The message may be logged but must not be
/// sent to a client.
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The kinds of failure, by what a caller can do.
  public enum Kind {
    /// Not reachable, starting, shutting down, read-only, out of resources or too slow: a retry may
    /// succeed. Whether a transaction that ended so was committed is unknown.
    UNAVAILABLE,
    /// A unique key already exists.
    CONFLICT,
    /// The values are refused: the same statement will fail again.
    DATA,
    /// Anything else: a bug, or a fault of the installation.
    OTHER
  }

  private final Kind kind;
  private final String sqlState;
  private final String constraint;

  public DatabaseException(SQLException cause) {
    this(kindOf(cause), cause);
  }

  private DatabaseException(Kind kind, SQLException cause) {
    super(kind + " " + stateOf(cause) + ": " + cause.getMessage(), cause);
    this.kind = kind;
    this.sqlState = stateOf(cause);
    this.constraint = constraintOf(cause).orElse("");
  }

  public Kind kind() {
    return kind;
  }

  /// Whether a retry may succeed.
  public boolean isUnavailable() {
    return kind == Kind.UNAVAILABLE;
  }

  /// Whether this unique key or constraint was violated.
  public boolean isConflictOn(String name) {
    return kind == Kind.CONFLICT && constraint.equals(name);
  }

  /// Five characters as in PostgreSQL's table of error codes; empty if the server was not reached.
  public String sqlState() {
    return sqlState;
  }

  private static Kind kindOf(SQLException cause) {
    if (cause instanceof SQLTransientConnectionException
        || cause instanceof SQLNonTransientConnectionException) {
      return Kind.UNAVAILABLE;
    }
    String state = stateOf(cause);
    if (state.equals("23505")) {
      return Kind.CONFLICT;
    }
    if (isRefusedForNow(state)) {
      return Kind.UNAVAILABLE;
    }
    return switch (classOf(state)) {
      case "21", "22", "23", "54" -> Kind.DATA;
      default -> Kind.OTHER;
    };
  }

  /// Connection (08), rollback (40), resources (53), operator (57) and system (58), locks (55), a
  /// server that became read-only (25006), a sign-in refused during a failover (28).
  private static boolean isRefusedForNow(String state) {
    return switch (classOf(state)) {
      case "", "08", "28", "40", "53", "55", "57", "58" -> true;
      default -> state.equals("25006") || state.equals("3D000");
    };
  }

  private static String classOf(String state) {
    return state.length() < 2 ? "" : state.substring(0, 2);
  }

  private static String stateOf(SQLException cause) {
    String state = cause.getSQLState();
    return state == null ? "" : state;
  }

  private static Optional<String> constraintOf(SQLException cause) {
    return Optional.of(cause)
        .filter(PSQLException.class::isInstance)
        .map(refusal -> ((PSQLException) refusal).getServerErrorMessage())
        .map(ServerErrorMessage::getConstraint);
  }
}
