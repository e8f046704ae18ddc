package io.realtimegateway.api.engine;

import io.realtimegateway.link.Link;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.util.List;

/// Handles what the engine sends without a request: the API has no sessions, so it registers none
/// and receives no events.
public final class EngineListener implements EngineLinks.Listener {
  @Override
  public void register(Link link, LinkPacket.Welcome welcome) {
    link.send(new SessionPacket.Register(List.of(), List.of(), true));
    link.flush();
  }

  @Override
  public void received(Link link, Packet packet) {}

  @Override
  public void positions(Link link, LinkPacket.Ping ping) {}

  @Override
  public void readinessChanged() {}
}
