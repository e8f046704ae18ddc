/// WebSocket edge, JSON and packets, delivery.
@NullMarked
package io.realtimegateway.gateway;

import org.jspecify.annotations.NullMarked;
