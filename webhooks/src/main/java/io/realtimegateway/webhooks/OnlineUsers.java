package io.realtimegateway.webhooks;

import java.util.Collection;
import java.util.Set;

/// Who is online. Blocks; never called on an event loop.
@FunctionalInterface
public interface OnlineUsers {
  /// Those of the users who are online now.
  Set<Long> among(Collection<Long> users);
}
