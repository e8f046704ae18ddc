package io.realtimegateway.engine.loop;

import io.realtimegateway.link.Link;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.SessionPacket.LiveSession;
import io.realtimegateway.protocol.packet.SessionPacket.Register;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A link from a gateway or API loop, with the state that this engine loop keeps while it is open.
/// Sent packets are flushed at the end of the turn.
public final class PeerLink {
  private static final long NOT_REGISTERED = Long.MAX_VALUE;
  private static final int MOST_SESSIONS = 1_000_000;

  private final Link link;
  private final LoopAddress address;
  private final Consumer<PeerLink> dirty;
  private final long[] registeredAt = new long[Shards.COUNT];
  private final List<LiveSession> named = new ArrayList<>();
  private final List<Position> positions = new ArrayList<>();

  /// By shard: conversations whose members were sent `Lagging` while the read is running.
  private final Map<Integer, Set<Long>> catchingUp = new HashMap<>();

  /// Conversations whose members were sent `Lagging` ahead of an event before the registration.
  private final Set<Long> earlyNotices = new HashSet<>();

  private boolean isDirty;
  private boolean isRegistered;
  private int audiences;

  public PeerLink(Link link, Consumer<PeerLink> dirty) {
    this.link = link;
    this.address = new LoopAddress(link.peer().node(), link.peer().loop());
    this.dirty = dirty;
    Arrays.fill(registeredAt, NOT_REGISTERED);
  }

  public Link link() {
    return link;
  }

  public LoopAddress address() {
    return address;
  }

  public void send(Packet packet) {
    link.send(packet);
    if (!isDirty) {
      isDirty = true;
      dirty.accept(this);
    }
  }

  /// Sends an event to individual sessions, in as many packets as their list needs.
  public void direct(List<Long> sessions, int shard, long index, Event event) {
    for (int from = 0; from < sessions.size(); from += Limits.MAX_LIST) {
      int to = Math.min(sessions.size(), from + Limits.MAX_LIST);
      send(new Delivery.Direct(sessions.subList(from, to), shard, index, event));
    }
  }

  public void flush() {
    isDirty = false;
    link.flush();
  }

  public void refuse(long request, ErrorCode code, String message) {
    send(new Answer.Failure(request, code, message, null));
  }

  public int nextAudience() {
    return ++audiences;
  }

  /// Gathers the parts of a registration.
  ///
  /// @return false if there are more sessions than a gateway loop can have
  public boolean gather(Register part) {
    named.addAll(part.sessions());
    positions.addAll(part.positions());
    isRegistered = part.last();
    return named.size() <= MOST_SESSIONS;
  }

  /// Whether the peer has sent all parts of its registration.
  public boolean isRegistered() {
    return isRegistered;
  }

  /// The gathered registration was processed.
  public void forgetRegistration() {
    named.clear();
    positions.clear();
  }

  public List<LiveSession> named() {
    return named;
  }

  public List<Position> positions() {
    return positions;
  }

  /// Records after this index are delivered live; those up to it are covered by the registration's
  /// catch-up.
  public void registeredAt(int shard, long index) {
    registeredAt[shard] = index;
    earlyNotices.clear();
  }

  public long registeredAt(int shard) {
    return registeredAt[shard];
  }

  /// The records that the peer missed of this shard are being read.
  public void catchesUp(int shard) {
    catchingUp.put(shard, new HashSet<>());
  }

  /// The peer was sent what it missed of this shard.
  public void caughtUp(int shard) {
    catchingUp.remove(shard);
  }

  /// A session that returns joined the audience of this conversation.
  public void returned(long conversationID) {
    earlyNotices.remove(conversationID);
  }

  /// Whether an event of this conversation is the first since the link opened or its registration
  /// began, and what the peer missed before it is not known yet. Then `Lagging` is sent before the
  /// event.
  public boolean mayHaveMissed(int shard, long conversationID) {
    if (registeredAt[shard] == NOT_REGISTERED) {
      return earlyNotices.add(conversationID);
    }
    if (catchingUp.isEmpty()) {
      return false;
    }
    Set<Long> notified = catchingUp.get(shard);
    return notified != null && notified.add(conversationID);
  }
}
