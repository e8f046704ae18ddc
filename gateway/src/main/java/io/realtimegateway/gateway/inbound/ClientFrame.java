package io.realtimegateway.gateway.inbound;

import io.realtimegateway.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// The result of reading a text frame.
public sealed interface ClientFrame {
  /// The client's reference for the answer, or null.
  @Nullable String ref();

  /// A command.
  record Accepted(@Nullable String ref, ClientCommand command) implements ClientFrame {}

  /// No command; answered with an error.
  ///
  /// @param message for people
  /// @param target the field that is wrong, or null
  record Refused(@Nullable String ref, ErrorCode code, String message, @Nullable String target)
      implements ClientFrame {}
}
