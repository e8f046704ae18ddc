package io.realtimegateway.protocol.codec;

import io.realtimegateway.protocol.packet.Packet;

/// What the bytes at the reader index of a buffer are.
public sealed interface Decoded {
  /// A whole frame; the reader index stands behind it.
  record Whole(Packet packet) implements Decoded {}

  /// The beginning of a frame; the reader index has not moved.
  enum NeedMore implements Decoded {
    INSTANCE
  }

  /// Not a frame of this protocol; the reader index has not moved, and nothing after it can be
  /// trusted.
  ///
  /// @param cause for the `Failure` frame that closes the link: names what is wrong, holds no text
  ///   of a user
  record Malformed(String cause) implements Decoded {}
}
