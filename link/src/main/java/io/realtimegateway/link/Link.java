package io.realtimegateway.link;

import io.netty.channel.EventLoop;
import io.realtimegateway.protocol.packet.Packet;

/// One authenticated connection between an event loop of a gateway (or the API) and an event loop
/// of an engine. It lives on one event loop, and every method is called there.
public interface Link {
  /// Who is at the other end.
  Peer peer();

  EventLoop eventLoop();

  /// Puts a packet behind what is waiting; nothing leaves before `flush`. A packet that fits into
  /// no frame throws `IllegalArgumentException`. A link whose outbound is over the hard limit
  /// closes itself with `LinkClosed.OVERFLOW`; a closed link drops silently.
  void send(Packet packet);

  /// Writes what is waiting: called once per loop turn.
  void flush();

  /// False above the high-water mark of waiting bytes, true again below the low one; changes are
  /// told to the listener.
  boolean isWritable();

  /// Stops reading what the other side sends (its outbound is full because of us), or goes on.
  void reading(boolean on);

  /// Sends `Answer.Failure` with request 0 and closes.
  void close(LinkClosed cause, String message);

  boolean isOpen();
}
