package io.realtimegateway.gateway.inbound;

import io.realtimegateway.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/// What a text frame turned out to be.
public sealed interface ClientFrame {
  /// The client's mark for the answer, or null.
  @Nullable String ref();

  /// A command.
  record Accepted(@Nullable String ref, ClientCommand command) implements ClientFrame {}

  /// Something else, to be answered with an error.
  ///
  /// @param message for people
  /// @param target the field that is wrong, or null
  record Refused(@Nullable String ref, ErrorCode code, String message, @Nullable String target)
      implements ClientFrame {}
}
