/// One link, at either end: its states from the handshake to the end, its heartbeat and its
/// outbound queue.
@NullMarked
package io.realtimegateway.link.connection;

import org.jspecify.annotations.NullMarked;
