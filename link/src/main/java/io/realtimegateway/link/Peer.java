package io.realtimegateway.link;

import io.realtimegateway.protocol.packet.Role;

/// The other end of a link.
///
/// @param node random number of the process, new at each start
/// @param loop its event loop
public record Peer(Role role, long node, int loop) {}
