/// What leaves a gateway loop. [ServerFrames] makes one WebSocket frame of an event; an [Audience]
/// hands it to the [Receiver] of each session; a [Turn] ends with one write per session, whose
/// bytes are shared by all sessions that hear the same sequence of frames ([FrameSequence]).
@NullMarked
package io.realtimegateway.gateway.outbound;

import org.jspecify.annotations.NullMarked;
