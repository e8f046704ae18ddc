/// What a gateway loop receives. [PausableFrameDecoder] decodes WebSocket frames and can stop
/// between two of them; [Fragments] assembles messages; [WaitingMessages] holds those that may not
/// be taken yet; [Utf8Chars] decodes the characters of a message; [CommandReader] reads a
/// [ClientFrame].
@NullMarked
package io.realtimegateway.gateway.inbound;

import org.jspecify.annotations.NullMarked;
