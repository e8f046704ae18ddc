package io.realtimegateway.journal;

import org.jspecify.annotations.Nullable;

/// The journal cannot be opened or read. The message is for the operator: it names the folder and
/// what to do.
public class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JournalException(String message) {
    super(message);
  }

  public JournalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
