package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Order;

/// An order, and who waits for its answer.
///
/// @param request correlation number on the link
record Asked(PeerLink from, long request, Order order) {
  long author() {
    return order.named().author();
  }
}
