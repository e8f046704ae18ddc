package io.realtimegateway.engine.webhooks;

/// What became of one attempt.
sealed interface Answer {
  /// The receiver answered.
  record Answered(int status) implements Answer {}

  /// It did not.
  record Failed(Reason reason, String detail) implements Answer {}

  enum Reason {
    /// Not within the time given.
    TIMEOUT,
    /// Its name or its address leads nowhere, or it broke off.
    UNREACHABLE,
    /// It is on an address that may not be connected to.
    FORBIDDEN_ADDRESS
  }
}
