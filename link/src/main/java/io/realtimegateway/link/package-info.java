/// Packets between a gateway or API loop and an engine loop, over TCP or inside one process:
/// handshake, heartbeat, reconnect, bounded queues.
@NullMarked
package io.realtimegateway.link;

import org.jspecify.annotations.NullMarked;
