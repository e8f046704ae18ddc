/// What enters a gateway loop. [PausableFrameDecoder] makes WebSocket messages of bytes and stops
/// at the byte where it is told to; [Fragments] puts messages together; [WaitingMessages] holds
/// those whose turn has not come; [Utf8Chars] makes characters of a message; [CommandReader] makes
/// a [ClientFrame] of them.
@NullMarked
package io.realtimegateway.gateway.inbound;

import org.jspecify.annotations.NullMarked;
