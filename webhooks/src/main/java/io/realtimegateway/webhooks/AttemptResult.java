package io.realtimegateway.webhooks;

/// The result of one attempt.
sealed interface AttemptResult {
  /// The receiver answered.
  record Answered(int status) implements AttemptResult {}

  /// No complete response arrived.
  ///
  /// @param detail for the log alone
  record Failed(Reason reason, String detail) implements AttemptResult {}

  enum Reason {
    /// No response before the timeout.
    TIMEOUT("It does not answer in time."),
    /// Its name does not resolve, it refuses connections, or it closed the connection.
    UNREACHABLE("It cannot be reached, or does not speak HTTP."),
    /// The configuration forbids connections to its address.
    FORBIDDEN_ADDRESS("It is on a loopback, private or reserved address.");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /// Shown to the owner of the endpoint.
    String words() {
      return words;
    }
  }
}
