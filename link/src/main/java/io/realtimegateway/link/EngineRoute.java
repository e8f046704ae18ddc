package io.realtimegateway.link;

/// How the links of a gateway or API reach their engine: over TCP, or inside the process where the
/// engine is in the same one. Both carry the same packets.
public sealed interface EngineRoute permits EngineAddress, LinkServer {}
