/// The WebSocket edge. Read along the path of a frame: [WebSocketEndpoint] checks an upgrade
/// request and redeems its ticket, [Takeover] turns the connection into a socket of ours,
/// [SessionSocket] reads it, [CommandDesk] sends what it asks to the engine, [GatewayLoop] hears
/// what the engine says and hands it to the sessions.
///
/// Everything of one session happens on one event loop, without locks.
@NullMarked
package io.realtimegateway.gateway;

import org.jspecify.annotations.NullMarked;
