package io.realtimegateway.journal.codec;

/// Bytes that no writer of this format version wrote. The message says what is wrong with them and
/// holds nothing of their content.
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedRecordException(String message) {
    super(message);
  }
}
