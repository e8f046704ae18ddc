package io.realtimegateway.gateway.session;

import org.jspecify.annotations.Nullable;

/// Why the commands of a session wait, and why its socket is not read.
final class InputPauses {
  /// One reason.
  enum Pause {
    /// The session or its user exceeds the rate of commands: commands wait.
    RATE(1),
    /// Too many of its commands wait for the engine: further ones wait here.
    IN_FLIGHT(2),
    /// The link to the engine is full: commands wait.
    LINK(4),
    /// It is closed as soon as its commands are answered: further ones wait.
    LEAVING(8),
    /// The client does not read what is sent to it: commands wait and nothing is read.
    OUTBOUND(16),
    /// As many commands wait as may wait: nothing is read.
    WAITING(32),
    /// It exceeds the rate of fragments and pings: nothing is read.
    FRAMES(64);

    private final int bit;

    Pause(int bit) {
      this.bit = bit;
    }
  }

  /// Acts when the pauses change.
  interface Listener {
    /// The first reason not to read appeared.
    void readingStopped();

    /// The last reason not to read is gone.
    void readingAllowed();

    /// The last reason to hold commands is gone.
    void commandsAllowed();
  }

  private static final int HOLD_COMMANDS =
      Pause.RATE.bit
          | Pause.IN_FLIGHT.bit
          | Pause.LINK.bit
          | Pause.LEAVING.bit
          | Pause.OUTBOUND.bit;
  private static final int STOP_READING = Pause.OUTBOUND.bit | Pause.WAITING.bit | Pause.FRAMES.bit;

  private @Nullable Listener listener;
  private int pauses;

  /// Names the socket that follows the pauses.
  void listener(Listener socket) {
    listener = socket;
  }

  boolean holdCommands() {
    return (pauses & HOLD_COMMANDS) != 0;
  }

  boolean stopReading() {
    return (pauses & STOP_READING) != 0;
  }

  boolean has(Pause reason) {
    return (pauses & reason.bit) != 0;
  }

  void add(Pause reason) {
    boolean didStop = stopReading();
    pauses |= reason.bit;
    Listener socket = listener;
    if (socket != null && !didStop && stopReading()) {
      socket.readingStopped();
    }
  }

  void remove(Pause reason) {
    boolean didStop = stopReading();
    boolean didHold = holdCommands();
    pauses &= ~reason.bit;
    Listener socket = listener;
    if (socket == null) {
      return;
    }
    if (didStop && !stopReading()) {
      socket.readingAllowed();
    }
    if (didHold && !holdCommands()) {
      socket.commandsAllowed();
    }
  }

  /// Removes all reasons without a call of the listener.
  void clear() {
    pauses = 0;
  }
}
