/// One WebSocket after its upgrade. [SessionSocket] reads frames; [InputPauses] and [InputRates]
/// decide when; [CommandDispatcher] turns a text message into a request to the engine and the
/// answer into a frame; [ClientSession] is the life of the session, [SessionDeadlines] its
/// deadlines.
@NullMarked
package io.realtimegateway.gateway.session;

import org.jspecify.annotations.NullMarked;
