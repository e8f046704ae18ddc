/// Tickets for the WebSocket.
@NullMarked
package io.realtimegateway.api.tickets;

import org.jspecify.annotations.NullMarked;
