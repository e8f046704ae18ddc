/// Every packet as a record, grouped as they are used:
/// [io.realtimegateway.protocol.packet.LinkPacket] opens and keeps a link,
/// [io.realtimegateway.protocol.packet.SessionPacket] attaches browsers,
/// [io.realtimegateway.protocol.packet.Command] asks for a change or a page,
/// [io.realtimegateway.protocol.packet.Answer] answers, [io.realtimegateway.protocol.packet.Event]
/// is what happened, [io.realtimegateway.protocol.packet.Delivery] carries it to its recipients,
/// and [io.realtimegateway.protocol.packet.ShardPacket] is exchanged between shards.
@NullMarked
package io.realtimegateway.protocol.packet;

import org.jspecify.annotations.NullMarked;
