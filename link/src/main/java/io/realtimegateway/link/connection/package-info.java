/// One link at either end: its states from the handshake to the end, its heartbeat, what waits to
/// be sent.
@NullMarked
package io.realtimegateway.link.connection;

import org.jspecify.annotations.NullMarked;
