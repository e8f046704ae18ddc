package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sessions of this loop that hear one conversation.
public final class Audience {
  private @Nullable Receiver[] members = new Receiver[2];
  private int size;

  /// Adds a session; one that is there stays there once.
  public void add(Receiver receiver) {
    if (at(receiver.handle()) < 0) {
      addNew(receiver);
    }
  }

  /// Adds a session that is not there, without looking for it.
  void addNew(Receiver receiver) {
    if (size == members.length) {
      members = Arrays.copyOf(members, size + (size >> 1) + 1);
    }
    members[size++] = receiver;
  }

  public void remove(long handle) {
    int at = at(handle);
    if (at >= 0) {
      members[at] = members[--size];
      members[size] = null;
    }
  }

  private int at(long handle) {
    for (int at = 0; at < size; at++) {
      Receiver member = members[at];
      if (member != null && member.handle() == handle) {
        return at;
      }
    }
    return -1;
  }

  public int size() {
    return size;
  }

  /// Hands an event to every member but one user's: one frame for all.
  public void deliver(Event event, long exceptUser, Turn turn) {
    ByteBuf frame = null;
    for (int at = 0; at < size; at++) {
      Receiver member = members[at];
      if (member == null || !member.isLive() || member.userID() == exceptUser) {
        continue;
      }
      if (frame == null) {
        frame = turn.own(turn.frames().event(event));
      }
      hand(member, event, frame);
    }
  }

  static void hand(Receiver member, Event event, ByteBuf frame) {
    if (event instanceof Event.Signal signal) {
      member.hearSignal(signal, frame);
    } else {
      member.hear(event, frame);
    }
  }
}
