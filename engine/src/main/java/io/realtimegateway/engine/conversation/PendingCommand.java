package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Named;
import io.realtimegateway.engine.core.Order;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.protocol.ErrorCode;

/// A command that is being decided, and the link on which its answer is awaited.
///
/// @param request correlation number on the link
record PendingCommand(PeerLink from, long request, Order order) {
  long author() {
    return order.named().author();
  }

  Named named() {
    return order.named();
  }

  /// The log was lost before the outcome was known.
  void outcomeUnknown() {
    unavailable("it is not known whether this was accepted: repeat it");
  }

  void unavailable(String message) {
    from.refuse(request, ErrorCode.SERVICE_UNAVAILABLE, message);
  }
}
