package io.realtimegateway.webhooks;

import java.util.Collection;
import java.util.Set;

/// Which users are online. Blocks; never called on an event loop.
@FunctionalInterface
public interface OnlineUsers {
  /// The subset of these users who are online now.
  Set<Long> among(Collection<Long> users);
}
