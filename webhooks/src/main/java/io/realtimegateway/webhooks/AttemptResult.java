package io.realtimegateway.webhooks;

/// What became of one attempt.
sealed interface AttemptResult {
  /// The receiver answered.
  record Answered(int status) implements AttemptResult {}

  /// It did not.
  ///
  /// @param detail for the log alone
  record Failed(Reason reason, String detail) implements AttemptResult {}

  enum Reason {
    /// Not within the time given.
    TIMEOUT("It does not answer in time."),
    /// Its name or its address leads nowhere, or it broke off.
    UNREACHABLE("It cannot be reached, or does not speak HTTP."),
    /// It is on an address that may not be connected to.
    FORBIDDEN_ADDRESS("It is on a loopback, private or reserved address.");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /// For whoever made the endpoint.
    String words() {
      return words;
    }
  }
}
