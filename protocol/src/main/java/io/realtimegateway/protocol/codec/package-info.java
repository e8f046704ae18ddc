/// Packets to frames and back. Decoding is total: its result is a packet, "need more" or
/// "malformed" with a cause.
@NullMarked
package io.realtimegateway.protocol.codec;

import org.jspecify.annotations.NullMarked;
