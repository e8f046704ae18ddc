package io.realtimegateway.engine.ports;

/// All of them together.
public record Ports(
    ConversationPort conversations,
    MessagePort messages,
    PeerPort peers,
    RevocationPort revocations) {}
