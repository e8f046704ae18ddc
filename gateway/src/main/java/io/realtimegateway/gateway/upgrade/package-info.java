/// From an HTTP request to a WebSocket. [WebSocketEndpoint] checks an upgrade request and redeems
/// its ticket; [Takeover] answers it and takes its connection out of the HTTP server;
/// [RefusedSockets] closes a refused one with a code that a page can read.
@NullMarked
package io.realtimegateway.gateway.upgrade;

import org.jspecify.annotations.NullMarked;
