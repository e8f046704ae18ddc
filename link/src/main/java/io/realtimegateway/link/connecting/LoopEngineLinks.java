package io.realtimegateway.link.connecting;

import io.netty.channel.EventLoop;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.Peer;
import io.realtimegateway.link.connection.Connection;
import io.realtimegateway.link.connection.Heartbeat;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The links of one gateway or API loop. It opens the first to engine loop 0, whose `Welcome` tells
/// the number of loops, and then one to each loop.
///
/// `Welcome` decides which link leads to the owner of a log. An engine process with a lower term is
/// refused while another one with a higher term is linked, and packets of an earlier owner are
/// dropped.
public final class LoopEngineLinks implements EngineLinks {
  private final EventLoop loop;
  private final LinkEnvironment environment;
  private final Listener listener;
  private final Heartbeat heartbeat;
  private final ConnectingSide side;
  private final EngineSlot.Listener slotListener = new SlotListener();
  private final OpenRequests requests;
  private final LogOwners owners = new LogOwners();
  private final List<EngineSlot> slots = new ArrayList<>();
  private long lastRequest;
  private boolean isFlushDue;
  private boolean isClosed;

  /// @param loop of the environment's transport
  /// @param self role, random node number of this process, and the loop's number in it
  /// @param listener may use this object once [#start] is called
  public LoopEngineLinks(
      EventLoop loop,
      Peer self,
      EngineRoute route,
      LinkEnvironment environment,
      Listener listener) {
    this.loop = loop;
    this.environment = environment;
    this.listener = listener;
    this.requests = new OpenRequests(environment.settings().requests(), environment.metrics());
    this.heartbeat = new Heartbeat(loop, environment.settings(), this::expire);
    this.side = new ConnectingSide(loop, self, route, environment, heartbeat);
  }

  @Override
  public void start() {
    if (slots.isEmpty() && !isClosed) {
      heartbeat.start();
      provide(1);
    }
  }

  /// Ends expired requests, and drops them from the slots' queues as well.
  private void expire(long nowNanos) {
    if (requests.expire(nowNanos)) {
      slots.forEach(EngineSlot::dropDone);
    }
  }

  /// Number of requests that wait for room on a link.
  int waitingForRoom() {
    return slots.stream().mapToInt(EngineSlot::waiting).sum();
  }

  /// Keeps exactly one slot for each loop of the engine.
  private void provide(int count) {
    while (slots.size() > count) {
      EngineSlot surplus = slots.removeLast();
      owners.release(surplus);
      surplus.retire("the engine now has fewer loops");
    }
    while (slots.size() < count) {
      EngineSlot added = new EngineSlot(side, slots.size(), slotListener);
      slots.add(added);
      added.connect();
    }
  }

  @Override
  public boolean isReady(int shard) {
    EngineSlot owner = owners.of(Shards.logOf(shard));
    return owner != null && owner.isReady();
  }

  @Override
  public OptionalLong term(int shard) {
    int log = Shards.logOf(shard);
    EngineSlot owner = owners.of(log);
    return owner != null && owner.isWelcomed()
        ? OptionalLong.of(owners.term(log))
        : OptionalLong.empty();
  }

  @Override
  public long nextRequest() {
    return ++lastRequest;
  }

  @Override
  public void send(int shard, Packet packet) {
    EngineSlot owner = owners.of(Shards.logOf(shard));
    if (owner != null) {
      owner.send(packet);
      flushLater();
    }
  }

  @Override
  public void request(Request request, Duration wait, Consumer<Packet> answer) {
    long deadline = loop.ticker().nanoTime() + wait.toNanos();
    OpenRequest opened = isClosed ? null : requests.open(request, deadline, answer);
    if (opened == null) {
      environment.metrics().requestRefused();
      String why =
          isClosed ? "the server is stopping" : "too many requests are waiting for the engine";
      Packet refusal = OpenRequests.unavailable(request, why);
      loop.execute(() -> requests.hand(answer, refusal));
      return;
    }
    EngineSlot owner = owners.of(Shards.logOf(request.shard()));
    if (owner != null && owner.isReady()) {
      owner.request(opened);
    }
  }

  @Override
  public void close() {
    isClosed = true;
    slots.forEach(slot -> slot.retire("the gateway is stopping"));
    slots.clear();
    requests.refuseAll();
    heartbeat.stop();
  }

  /// Schedules one flush of all links at the end of this loop turn.
  private void flushLater() {
    if (!isFlushDue) {
      isFlushDue = true;
      loop.execute(this::flush);
    }
  }

  private void flush() {
    isFlushDue = false;
    for (EngineSlot slot : slots) {
      slot.flush();
    }
  }

  private void ready(EngineSlot slot) {
    for (OpenRequest waiting : requests.inOrder(open -> isFor(open, slot))) {
      slot.request(waiting);
    }
    listener.readinessChanged();
  }

  private boolean isFor(OpenRequest open, EngineSlot slot) {
    return owners.of(Shards.logOf(open.request.shard())) == slot;
  }

  /// A refusal without an open request is one of a packet that has no answer (typing). Any other
  /// answer without an open request is too late.
  private void answered(EngineSlot slot, Link link, long request, Packet packet) {
    if (!requests.answer(slot, request, packet)
        && (packet instanceof Answer.Failure || request == 0)) {
      listener.received(link, packet);
    }
  }

  private void deliver(EngineSlot slot, Link link, int shard, Packet packet) {
    if (owners.of(Shards.logOf(shard)) == slot) {
      listener.received(link, packet);
    } else {
      environment.metrics().droppedStale();
    }
  }

  /// Handles the events of the slots.
  private final class SlotListener implements EngineSlot.Listener {
    @Override
    public void welcomed(EngineSlot slot, Connection link, LinkPacket.Welcome welcome) {
      provide(welcome.loops());
      if (slot.engineLoop() != welcome.loop()) {
        link.close(LinkClosed.LOCAL, "this is not the requested loop");
        return;
      }
      if (!owners.take(slot, welcome.node(), welcome.logs())) {
        link.close(LinkClosed.LOCAL, "another engine process with a higher term is linked");
        return;
      }
      listener.register(link, welcome);
      link.flush();
    }

    @Override
    public void received(EngineSlot slot, Link link, Packet packet) {
      switch (packet) {
        case Answer answer -> answered(slot, link, answer.request(), answer);
        case LinkPacket.NotOwner refusal -> answered(slot, link, refusal.request(), refusal);
        case Delivery.Deliver deliver -> deliver(slot, link, deliver.shard(), deliver);
        case Delivery.Direct direct -> deliver(slot, link, direct.shard(), direct);
        case Delivery.Lagging lagging -> deliver(slot, link, lagging.shard(), lagging);
        case SessionPacket.Registered _ -> {
          boolean isNew = slot.registered();
          listener.received(link, packet);
          if (isNew) {
            ready(slot);
          }
        }
        case Delivery.AudienceDefine _,
            Delivery.AudienceAdd _,
            Delivery.AudienceRemove _,
            Delivery.AudienceDrop _,
            Command _,
            Event _,
            LinkPacket _,
            SessionPacket _,
            ShardPacket _ ->
            listener.received(link, packet);
      }
    }

    @Override
    public void pinged(Link link, LinkPacket.Ping ping) {
      listener.positions(link, ping);
    }

    @Override
    public void ponged(Link link, LinkPacket.Pong pong) {
      requests.hand(packet -> listener.received(link, packet), pong);
    }

    @Override
    public void writabilityChanged(Link link) {
      listener.writabilityChanged(link);
    }

    @Override
    public void lost(EngineSlot slot) {
      for (OpenRequest unanswered : requests.inOrder(open -> open.slot == slot)) {
        unanswered.slot = null;
      }
      listener.readinessChanged();
    }

    @Override
    public void flushLater() {
      LoopEngineLinks.this.flushLater();
    }
  }
}
