/// Frames over TCP between a gateway or API loop and an engine loop: handshake, heartbeat,
/// reconnect, bounded queues.
@NullMarked
package io.realtimegateway.link;

import org.jspecify.annotations.NullMarked;
