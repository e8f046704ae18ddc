package io.realtimegateway.server;

/// The end was asked for before everything had started.
final class EndedEarlyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EndedEarlyException() {
    super("ended while starting");
  }
}
