package io.realtimegateway.engine.conversation;

import io.netty.channel.EventLoop;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.Peer;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import java.util.ArrayList;
import java.util.List;

/// Keeps what is sent.
final class RecordingLink implements Link {
  final List<Packet> sent = new ArrayList<>();
  private final Peer peer;

  RecordingLink(long node, int loop) {
    peer = new Peer(Role.GATEWAY, node, loop);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public EventLoop eventLoop() {
    throw new UnsupportedOperationException("this link belongs to no loop");
  }

  @Override
  public void send(Packet packet) {
    sent.add(packet);
  }

  @Override
  public void flush() {
    // All is kept already.
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public void reading(boolean on) {
    // Nothing is read.
  }

  @Override
  public void close(LinkClosed cause, String message) {
    throw new AssertionError(message);
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
