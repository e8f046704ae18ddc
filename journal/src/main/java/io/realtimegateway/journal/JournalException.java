package io.realtimegateway.journal;

/// The journal cannot be opened or read. The message is for the operator: it names the folder and
/// what to do.
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
