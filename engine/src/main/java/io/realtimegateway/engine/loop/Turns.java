package io.realtimegateway.engine.loop;

import io.netty.channel.EventLoop;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Ends the turns of one event loop: one append for all logs with new records, one batch of packets
/// to each other loop and one flush per link.
public final class Turns {
  private final EventLoop eventLoop;
  private final LogWriters logs;
  private final Mail mail;
  private final Consumer<ShardPacket> receiver;
  private final LoopFailures failures;
  private final List<PeerLink> dirty = new ArrayList<>();
  private boolean isDue;

  /// Ends turns on this event loop.
  ///
  /// @param receiver reads packets from shards of the same loop
  public Turns(
      EventLoop eventLoop,
      LogWriters logs,
      Mail mail,
      Consumer<ShardPacket> receiver,
      LoopFailures failures) {
    this.eventLoop = eventLoop;
    this.logs = logs;
    this.mail = mail;
    this.receiver = receiver;
    this.failures = failures;
  }

  /// There are records to append, or packets to send or flush.
  public void request() {
    if (!isDue) {
      isDue = true;
      eventLoop.execute(this::end);
    }
  }

  /// A packet was queued on this link: it is flushed at the end of the turn.
  public void dirty(PeerLink link) {
    dirty.add(link);
    request();
  }

  private void end() {
    failures.guard("end of turn", this::finish);
    isDue = false;
    if (!dirty.isEmpty()) {
      request();
    }
  }

  private void finish() {
    boolean again = true;
    while (again) {
      for (ShardPacket next = mail.own().poll(); next != null; next = mail.own().poll()) {
        receiver.accept(next);
      }
      again = logs.append() || !mail.own().isEmpty();
    }
    mail.send();
    for (PeerLink link : dirty) {
      failures.guard("flush", link::flush);
    }
    dirty.clear();
  }
}
