/// What a gateway loop sends. [ServerFrames] makes one WebSocket frame of an event; an [Audience]
/// delivers it to the [SessionOutput] of each session; a [Turn] ends with one write for each
/// session, whose bytes are shared by all sessions that get the same frames ([FrameSequence]).
@NullMarked
package io.realtimegateway.gateway.outbound;

import org.jspecify.annotations.NullMarked;
