package io.realtimegateway.link.connecting;

import io.netty.channel.EventLoop;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.Peer;
import io.realtimegateway.link.connection.Heartbeat;

/// What the links of one gateway or API loop share.
///
/// @param self role, random node number of this process, and the loop's number in it
record ConnectingSide(
    EventLoop loop,
    Peer self,
    EngineRoute route,
    LinkEnvironment environment,
    Heartbeat heartbeat) {}
