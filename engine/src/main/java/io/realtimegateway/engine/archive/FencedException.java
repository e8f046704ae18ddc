package io.realtimegateway.engine.archive;

/// Another process owns the archive.
final class FencedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FencedException(String message) {
    super(message);
  }
}
