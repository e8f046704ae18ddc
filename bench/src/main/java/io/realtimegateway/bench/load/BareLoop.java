package io.realtimegateway.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// The mailbox of one event loop of the bare server, and the rooms of its channels.
final class BareLoop {

  /// A frame for the members of a room on this loop.
  private record Letter(int room, ByteBuf frame) {}

  private final EventExecutor loop;
  private final Queue<Letter> mailbox = PlatformDependent.newMpscQueue();
  private final AtomicBoolean isScheduled = new AtomicBoolean();

  /// Changed on this loop only, read by all.
  private final Map<Integer, List<Channel>> rooms = new ConcurrentHashMap<>();

  BareLoop(EventExecutor loop) {
    this.loop = loop;
  }

  void join(int room, Channel channel) {
    rooms.computeIfAbsent(room, _ -> new ArrayList<>()).add(channel);
  }

  void leave(int room, Channel channel) {
    List<Channel> members = rooms.get(room);
    if (members != null) {
      members.remove(channel);
    }
  }

  boolean hasMembers(int room) {
    return rooms.containsKey(room);
  }

  /// Takes ownership of the frame. From any thread.
  void deliver(int room, ByteBuf frame) {
    mailbox.add(new Letter(room, frame));
    if (!isScheduled.get() && isScheduled.compareAndSet(false, true)) {
      loop.execute(this::drain);
    }
  }

  private void drain() {
    isScheduled.set(false);
    Map<Integer, List<ByteBuf>> byRoom = new LinkedHashMap<>();
    for (Letter letter = mailbox.poll(); letter != null; letter = mailbox.poll()) {
      byRoom.computeIfAbsent(letter.room, _ -> new ArrayList<>()).add(letter.frame);
    }
    byRoom.forEach(this::write);
  }

  private void write(int room, List<ByteBuf> frames) {
    List<Channel> members = rooms.getOrDefault(room, List.of());
    ByteBuf all = joined(frames);
    for (Channel member : members) {
      var _ = member.writeAndFlush(all.retainedDuplicate(), member.voidPromise());
    }
    all.release();
  }

  private static ByteBuf joined(List<ByteBuf> frames) {
    if (frames.size() == 1) {
      return frames.getFirst();
    }
    int length = frames.stream().mapToInt(ByteBuf::readableBytes).sum();
    ByteBuf all = frames.getFirst().alloc().directBuffer(length);
    for (ByteBuf frame : frames) {
      all.writeBytes(frame);
      frame.release();
    }
    return all;
  }
}
