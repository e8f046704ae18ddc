package io.realtimegateway.journal.codec;

/// The bytes are not a record of this format version. The message says what is wrong and contains
/// nothing of their content.
public final class MalformedRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedRecordException(String message) {
    super(message);
  }
}
