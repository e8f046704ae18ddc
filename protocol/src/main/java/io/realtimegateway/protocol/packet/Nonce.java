package io.realtimegateway.protocol.packet;

/// 128 random bits, new for every connection, big-endian on the wire.
public record Nonce(long high, long low) {}
