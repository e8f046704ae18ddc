package io.realtimegateway.protocol.codec;

import io.realtimegateway.protocol.packet.Packet;

/// The result of decoding the bytes at the reader index of a buffer.
public sealed interface Decoded {
  /// A complete frame; the reader index is after it.
  record Whole(Packet packet) implements Decoded {}

  /// The beginning of a frame; the reader index has not moved.
  enum NeedMore implements Decoded {
    INSTANCE
  }

  /// Not a frame of this protocol; the reader index has not moved, and nothing after it can be
  /// trusted.
  ///
  /// @param cause for the `Failure` packet that closes the link: says what is wrong, contains no
  ///   user's text
  record Malformed(String cause) implements Decoded {}
}
