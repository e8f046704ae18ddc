package io.realtimegateway.server;

/// How the process ends; `docs/configuration.md` lists the numbers. Signals end it with 128 plus
/// their number only where they came before the start was complete, or twice.
public enum ExitCode {
  /// Done, or drained after a signal.
  DONE(0),
  /// Something unexpected; the log says what.
  FAILED(1),
  /// The command line cannot be understood.
  USAGE(2),
  /// The configuration is invalid.
  CONFIGURATION(3),
  /// The port, or another address, cannot be listened on.
  PORT(4),
  /// The data folder belongs to another process, or cannot be used.
  DATA_FOLDER(5),
  /// PostgreSQL cannot be reached or used.
  DATABASE(6),
  /// Another engine has taken over.
  FENCED(7),
  /// The disk did not keep what it was given: a failed sync, which is never tried again.
  DISK(8);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
