package io.realtimegateway.bench.load;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Rooms full of sockets, and the messages between them. Socket number i is in room i / size.
final class Load {

  private final LoadOptions options;
  private final Measurement measurement;
  private final AtomicLong numbers = new AtomicLong();
  private List<ClientSocket> sockets = List.of();
  private List<String> conversations = List.of();
  private volatile long stopAtNanos = Long.MAX_VALUE;

  Load(LoadOptions options, Measurement measurement) {
    this.options = options;
    this.measurement = measurement;
  }

  /// Takes the open sockets.
  ///
  /// @param ids of the conversations by room
  void furnish(List<ClientSocket> open, List<String> ids) {
    sockets = open;
    conversations = ids;
  }

  /// Starts to send, at the rate or in windows, until a point in time.
  void start(long endNanos) {
    stopAtNanos = endNanos;
    if (options.rate() == 0) {
      startWindows();
      return;
    }
    Map<EventLoop, List<ClientSocket>> byLoop = new LinkedHashMap<>();
    for (ClientSocket socket : inTurns()) {
      byLoop.computeIfAbsent(socket.eventLoop(), _ -> new ArrayList<>()).add(socket);
    }
    byLoop.forEach(
        (loop, own) ->
            new Pacer(
                loop, own, this, (double) options.rate() * own.size() / sockets.size(), endNanos));
  }

  /// Sends one message without a flush, on the socket's loop.
  void send(ClientSocket socket, long intendedNanos) {
    String conversation = conversations.get(socket.index() / options.size());
    socket.write(conversation, numbers.getAndIncrement(), intendedNanos, options.content());
  }

  /// Counts a delivery to `receiver`. In window mode the sender's own copy lets it send the next
  /// message.
  void heard(int receiver, long number, long intendedNanos, int sender, long nowNanos) {
    measurement.heard(number, intendedNanos, nowNanos);
    if (options.rate() == 0 && receiver == sender && nowNanos < stopAtNanos) {
      ClientSocket socket = sockets.get(sender);
      send(socket, nowNanos);
      socket.flush();
    }
  }

  /// The first member of each room, then the second …
  private List<ClientSocket> inTurns() {
    List<ClientSocket> turns = new ArrayList<>();
    for (int member = 0; member < options.size(); member++) {
      for (int room = 0; room < options.rooms(); room++) {
        turns.add(sockets.get(room * options.size() + member));
      }
    }
    return turns;
  }

  private void startWindows() {
    int senders = Math.min(options.senders(), options.size()) * options.rooms();
    for (ClientSocket socket : inTurns().subList(0, senders)) {
      socket
          .eventLoop()
          .execute(
              () -> {
                for (int i = 0; i < options.window(); i++) {
                  send(socket, System.nanoTime());
                }
                socket.flush();
              });
    }
  }
}
