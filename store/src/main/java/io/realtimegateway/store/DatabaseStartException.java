package io.realtimegateway.store;

/// The database cannot be used; the message tells the operator why.
public final class DatabaseStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseStartException(String message, Throwable cause) {
    super(message, cause);
  }

  DatabaseStartException(String message) {
    super(message);
  }
}
