/// The WebSocket edge. Read along the path of a frame: [WebSocketEndpoint] checks an upgrade
/// request and redeems its ticket, [Takeover] turns the connection into a socket of ours (and
/// [RefusedSockets] closes one at once, for pages that want to read why), [SessionSocket] reads it,
/// [CommandDesk] sends what it asks to the engine, [GatewayLoop] hears what the engine says and
/// hands it to the sessions.
///
/// Everything of one session happens on one event loop, without locks. What all sessions of a user
/// may send together is one number that their loops share.
@NullMarked
package io.realtimegateway.gateway;

import org.jspecify.annotations.NullMarked;
