/// Every packet as a record, grouped as they are used:
/// [io.realtimegateway.protocol.packet.LinkPacket] opens and keeps a link,
/// [io.realtimegateway.protocol.packet.SessionPacket] attaches browsers,
/// [io.realtimegateway.protocol.packet.Command] asks the engine,
/// [io.realtimegateway.protocol.packet.Answer] answers, [io.realtimegateway.protocol.packet.Event]
/// is what happened, [io.realtimegateway.protocol.packet.Delivery] says who hears it, and
/// [io.realtimegateway.protocol.packet.ShardPacket] is spoken between shards.
@NullMarked
package io.realtimegateway.protocol.packet;

import org.jspecify.annotations.NullMarked;
