package io.realtimegateway.engine.session;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashMap;
import java.util.Map;

/// Tickets that were redeemed at one shard, until they would have expired. They are not journaled:
/// a ticket contains the term under which it was issued, and a restart begins a new term.
final class UsedTickets {
  private final Map<String, Use> used = new HashMap<>();

  private record Use(SessionAddress address, long request, long expiresAt) {}

  /// Redeems the ticket for this request; true again if the same request is repeated over a new
  /// link.
  boolean redeem(String ticketID, SessionAddress address, long request, long expiresAt) {
    Use use = new Use(address, request, expiresAt);
    Use before = used.putIfAbsent(ticketID, use);
    return before == null || before.equals(use);
  }

  void purge(long nowMillis) {
    used.values().removeIf(use -> use.expiresAt() <= nowMillis);
  }
}
