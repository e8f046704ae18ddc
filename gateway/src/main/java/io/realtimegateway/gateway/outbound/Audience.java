package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sessions of this loop that get the events of one conversation.
public final class Audience {
  private @Nullable SessionOutput[] members = new SessionOutput[2];
  private int size;

  /// Adds a session, unless it is a member.
  public void add(SessionOutput output) {
    if (at(output.handle()) < 0) {
      addNew(output);
    }
  }

  /// Adds a session that is known not to be a member.
  void addNew(SessionOutput output) {
    if (size == members.length) {
      members = Arrays.copyOf(members, size + (size >> 1) + 1);
    }
    members[size++] = output;
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
      SessionOutput member = members[at];
      if (member != null && member.handle() == handle) {
        return at;
      }
    }
    return -1;
  }

  public int size() {
    return size;
  }

  /// Delivers an event to every member, except those of one user: one frame for all.
  public void deliver(Event event, long exceptUser, Turn turn) {
    ByteBuf frame = null;
    for (int at = 0; at < size; at++) {
      SessionOutput member = members[at];
      if (member == null || !member.isLive() || member.userID() == exceptUser) {
        continue;
      }
      if (frame == null) {
        frame = turn.own(turn.frames().event(event));
      }
      member.deliver(event, frame);
    }
  }
}
