package io.realtimegateway.server;

/// The process cannot start, for a reason that its user can mend. The message is for people.
public final class StartFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  public StartFailure(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public StartFailure(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }
}
