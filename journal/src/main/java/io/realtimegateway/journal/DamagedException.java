package io.realtimegateway.journal;

import org.jspecify.annotations.Nullable;

/// A record that the journal should hold is damaged or missing. Trying again does not help.
public final class DamagedException extends JournalException {
  private static final long serialVersionUID = 1L;

  public DamagedException(String message) {
    this(message, null);
  }

  public DamagedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
