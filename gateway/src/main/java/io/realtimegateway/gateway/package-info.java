/// The WebSocket edge. Read along the path of a frame: `upgrade` checks an upgrade request, redeems
/// its ticket and turns its connection into the socket of a session; `session` reads that socket
/// and sends the client's commands to the engine; `engine` handles what the engine sends and passes
/// it to the sessions of its loop. Below them, `inbound` reads frames and commands, `outbound`
/// makes and writes frames, and `timing` has deadlines.
///
/// This package has what all of them share: settings, meters, and what belongs to a process or to
/// one of its loops. Arrows point one way: `upgrade`, `engine`, `session`, this package, and then
/// `inbound`, `outbound` and `timing`.
///
/// Everything of one session happens on one event loop, without locks. The only exception is the
/// rate that all sessions of a user share.
@NullMarked
package io.realtimegateway.gateway;

import org.jspecify.annotations.NullMarked;
