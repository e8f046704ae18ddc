package io.realtimegateway.engine.loop;

import io.netty.channel.EventLoop;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.List;

/// Receives packets from the shards of other loops.
public interface Mailbox {
  /// The loop on which `receive` is to be called.
  EventLoop eventLoop();

  /// Packets from shards of one other loop, in their order.
  void receive(List<ShardPacket> packets);
}
