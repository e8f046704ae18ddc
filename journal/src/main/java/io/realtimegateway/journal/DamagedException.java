package io.realtimegateway.journal;

import org.jspecify.annotations.Nullable;

/// What the journal should hold is damaged or missing. It stays so.
public final class DamagedException extends JournalException {
  private static final long serialVersionUID = 1L;

  public DamagedException(String message) {
    this(message, null);
  }

  public DamagedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
