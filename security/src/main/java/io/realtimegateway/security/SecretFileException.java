package io.realtimegateway.security;

import java.io.IOException;

/// A secret file cannot be used as it is; the message says what to do about it.
public final class SecretFileException extends IOException {
  private static final long serialVersionUID = 1L;

  SecretFileException(String message) {
    super(message);
  }
}
