package io.realtimegateway.engine.history;

/// It cannot be determined whether a command with this name was executed: a gateway gave the name
/// before the local store was lost, and PostgreSQL does not have such names.
public final class LostNameException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// The message for the client.
  public String words() {
    return "the outcome of this command is unknown: the engine lost its record of it";
  }
}
