package io.realtimegateway.protocol.packet;

/// One packet of the protocol. Every dispatch is a `switch` over this family without `default`, so
/// that a new packet breaks the compile wherever it is not handled. `docs/PROTOCOL.md` is the
/// normative description of each field.
public sealed interface Packet
    permits LinkPacket, SessionPacket, Command, Answer, Event, Delivery, ShardPacket, Request {}
