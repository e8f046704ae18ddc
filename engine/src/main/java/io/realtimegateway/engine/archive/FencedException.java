package io.realtimegateway.engine.archive;

/// This process is not the one that archives.
final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String message) {
    super(message);
  }
}
