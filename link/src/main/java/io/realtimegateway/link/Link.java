package io.realtimegateway.link;

import io.netty.channel.EventLoop;
import io.realtimegateway.protocol.packet.Packet;

/// One authenticated connection between an event loop of a gateway (or the API) and an event loop
/// of an engine. It lives on one event loop, and every method is called there.
public interface Link {
  /// The process and loop at the other end.
  Peer peer();

  EventLoop eventLoop();

  /// Queues a packet; nothing is written before `flush`. A packet that does not fit into a frame
  /// throws `IllegalArgumentException`. A link whose outbound queue passes the hard limit closes
  /// itself with `LinkClosed.OVERFLOW`; a closed link drops packets silently.
  void send(Packet packet);

  /// Writes the queued packets: called once per loop turn.
  void flush();

  /// False once the queued bytes exceed the high-water mark, true again when they are at or below
  /// the low one; the listener is notified of changes.
  boolean isWritable();

  /// Stops or resumes reading what the other side sends, for back-pressure.
  void reading(boolean on);

  /// Sends `Answer.Failure` with request 0 and closes.
  void close(LinkClosed cause, String message);

  boolean isOpen();
}
