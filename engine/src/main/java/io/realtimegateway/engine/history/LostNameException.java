package io.realtimegateway.engine.history;

/// Whether a command of this name was carried out is known to nobody: a gateway gave the name
/// before the local store lost what it knew, and PostgreSQL does not have such names.
public final class LostNameException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What the client is told.
  public String words() {
    return "it is not known whether this was carried out: the engine lost what it knew";
  }
}
