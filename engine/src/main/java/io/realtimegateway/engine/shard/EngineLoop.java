package io.realtimegateway.engine.shard;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.EventLoop;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.record.JournalRecord;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.accepting.EngineEndpoint;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event loop of the engine: the links that end here, the logs that live here and their shards.
/// A turn of it ends in one append for all logs touched, one letter to each other loop and one
/// flush per link.
public final class EngineLoop implements EngineEndpoint {
  private static final Logger LOGGER = LoggerFactory.getLogger(EngineLoop.class);
  private static final long TICK_MILLIS = 100;

  /// Where memory is short, a conversation that was used a moment ago stays all the same.
  private static final long LEAST_RESIDENCE_NANOS = 1_000_000_000L;

  /// While gateways return: conversations know what their sessions may have missed on their way
  /// back.
  private static final long RESIDENCE_WHILE_RETURNING_NANOS = 60_000_000_000L;

  private final int number;
  private final EventLoop eventLoop;
  private final Services services;
  private final Owner owner;
  private final Elsewhere elsewhere;
  private final Mail mail;
  private final LogWriters logs;
  private final Map<Integer, Shard> shards = new TreeMap<>();
  private final PeerLinks links = new PeerLinks();
  private final List<PeerLink> dirty = new ArrayList<>();
  private final Dispatch dispatch = new Dispatch(this);
  private final Counter exceptions;
  private boolean turnIsDue;
  private boolean isServing;
  private boolean isStopping;
  private int conversations;

  /// Who takes a log over again after it was fenced.
  public interface Owner {
    /// Called on the loop; `EngineLoop.own` follows when the log is owned again.
    void fenced(EngineLoop loop, int log);
  }

  /// Makes a loop that owns no log yet.
  ///
  /// @param loops all loops of the engine, this one included; filled before the first packet
  public EngineLoop(
      int number,
      int count,
      EventLoop eventLoop,
      List<EngineLoop> loops,
      Services services,
      Owner owner) {
    this.number = number;
    this.eventLoop = eventLoop;
    this.services = services;
    this.owner = owner;
    this.elsewhere = new Elsewhere(services.virtual(), eventLoop);
    this.mail = new Mail(number, count, loops, this::turn);
    this.exceptions = services.meters().counter("engine.exceptions");
    this.logs = new LogWriters(services.journal(), failure -> failed("append", failure));
    for (int log = number; log < Shards.LOGS; log += count) {
      LogWriter writer = new LogWriter(log, services.journal(), this::turn, this::fenced);
      logs.add(writer);
      int first = Shards.firstOf(log);
      for (int shard = first; shard < first + Shards.COUNT / Shards.LOGS; shard++) {
        shards.put(shard, new Shard(shard, this, writer, services));
      }
    }
  }

  public EventLoop eventLoop() {
    return eventLoop;
  }

  /// The logs that live here.
  public Collection<Integer> logNumbers() {
    return logs.numbers();
  }

  /// Begins the ticks. Called once, on the loop.
  public void start() {
    var _ =
        eventLoop.scheduleAtFixedRate(
            () -> guard("tick", this::tick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /// A log is owned: its shards serve. Called on the loop.
  public void own(Tails taken) {
    LogWriter writer = logs.of(taken.ownership().log());
    if (writer == null) {
      throw new IllegalArgumentException("log " + taken.ownership().log() + " lives elsewhere");
    }
    writer.own(taken.ownership().term());
    for (Tails.Tail tail : taken.tails()) {
      Shard shard = shards.get(tail.shard());
      if (shard != null) {
        shard.resumeAt(tail.epoch(), tail.index(), tail.doubt());
        shard.users().restore(tail.online(), tail.revoked());
      }
    }
    isServing = logs.areOwned();
    turn();
  }

  private void fenced(int log) {
    LOGGER.warn("log {} was fenced; its shards forget what they have and load it again", log);
    isServing = false;
    for (Shard shard : shards.values()) {
      if (Shards.logOf(shard.number()) == log) {
        guard("forget", shard::forget);
      }
    }
    for (PeerLink link : links.all()) {
      link.flush();
      link.link().close(LinkClosed.LOCAL, "a log is being taken over again");
    }
    owner.fenced(this, log);
  }

  /// Gives all logs up at once: this process is no longer the owner.
  public void fenceAll() {
    logs.fence();
  }

  @Override
  public List<LinkPacket.OwnedLog> logs() {
    return logs.owned();
  }

  @Override
  public List<Position> positions() {
    return shards.values().stream()
        .map(shard -> new Position(shard.number(), shard.epoch(), shard.toldIndex()))
        .toList();
  }

  @Override
  public void opened(Link link) {
    if (!isServing) {
      link.close(LinkClosed.LOCAL, "a log is being taken over");
      return;
    }
    PeerLink peer =
        new PeerLink(
            link,
            dirtied -> {
              dirty.add(dirtied);
              turn();
            });
    links.open(peer);
  }

  @Override
  public void closed(Link link, LinkClosed cause) {
    long keep = services.settings().keepSessions().toNanos();
    links.close(link, services.nanos().getAsLong() + keep);
  }

  @Override
  public void writabilityChanged(Link link) {
    link.reading(link.isWritable());
  }

  @Override
  public void received(Link link, Packet packet) {
    PeerLink from = links.of(link);
    if (from == null) {
      return;
    }
    if (isStopping && packet instanceof Request request) {
      from.refuse(request.request(), ErrorCode.SERVICE_UNAVAILABLE, "the engine stops");
      return;
    }
    try {
      dispatch.take(from, packet);
    } catch (Throwable failure) {
      failed("packet " + packet.getClass().getSimpleName(), failure);
      if (packet instanceof Request request) {
        from.refuse(request.request(), ErrorCode.INTERNAL, "the engine failed");
      } else if (packet instanceof SessionPacket.Register) {
        failedRegistration(from);
      }
    }
  }

  /// A gateway loop says which sessions it has.
  void registers(PeerLink from) {
    links.registers(from, services.nanos().getAsLong());
    new Registration(this, from).run();
  }

  /// The peer would wait for `Registered` for ever: it is to come again with a new link.
  void failedRegistration(PeerLink peer) {
    peer.link().close(LinkClosed.LOCAL, "the registration failed");
  }

  /// @throws IllegalArgumentException where the shard lives elsewhere
  Shard at(int shard) {
    Shard found = shards.get(shard);
    if (found == null) {
      throw new IllegalArgumentException("shard " + shard + " is not behind this link");
    }
    return found;
  }

  /// Letters from another loop.
  void receive(List<ShardPacket> letters) {
    for (ShardPacket letter : letters) {
      read(letter);
    }
    turn();
  }

  private void read(ShardPacket letter) {
    guard(letter.getClass().getSimpleName(), () -> at(Mail.shardOf(letter)).receive(letter));
  }

  /// The shard that a letter is for.
  public static int shardOf(ShardPacket letter) {
    return Mail.shardOf(letter);
  }

  /// Says something to the shards of users or conversations in the name of nobody. Called on the
  /// loop.
  public void post(ShardPacket letter) {
    mail.post(letter);
  }

  /// The archiver has come so far. Called on the loop.
  public void archived(List<Journal.Archived> shards) {
    for (Journal.Archived to : shards) {
      guard("archived", () -> at(to.shard()).barriers().archived(to.index()));
    }
    turn();
  }

  /// A login was ended, as PostgreSQL says. Called on the loop.
  public void revoked(JournalRecord.LoginsRevoked revoked) {
    guard(
        "revocation",
        () -> {
          if (isServing) {
            at(Shards.ofUser(revoked.userID())).users().revoke(revoked, () -> {});
          }
        });
  }

  /// A conversation was created whose members may not have been told. Called on the loop.
  public void announce(long conversationID) {
    guard("announcement", () -> at(Shards.ofConversation(conversationID)).announce(conversationID));
  }

  /// From now on requests are refused; what is under way goes on. Called on the loop.
  public void refuseRequests() {
    isStopping = true;
  }

  /// Whether everything that was decided is committed. Called on the loop.
  public boolean isSettled() {
    return logs.areIdle();
  }

  /// Writes what waits for its second, before the end. Called on the loop.
  public void settle() {
    for (Shard shard : shards.values()) {
      guard("settle", shard.markers()::write);
    }
  }

  private void turn() {
    if (!turnIsDue) {
      turnIsDue = true;
      eventLoop.execute(this::endTurn);
    }
  }

  private void endTurn() {
    guard("end of turn", this::finishTurn);
    turnIsDue = false;
    if (!dirty.isEmpty()) {
      turn();
    }
  }

  private void finishTurn() {
    boolean again = true;
    while (again) {
      for (ShardPacket next = mail.own().poll(); next != null; next = mail.own().poll()) {
        read(next);
      }
      again = logs.append() || !mail.own().isEmpty();
    }
    mail.send();
    for (PeerLink link : dirty) {
      guard("flush", link::flush);
    }
    dirty.clear();
  }

  private void tick() {
    long now = services.nanos().getAsLong();
    if (isServing) {
      shards.values().forEach(shard -> guard("tick", () -> shard.tick(now)));
    }
    for (Place place : links.expire(now)) {
      shards.values().forEach(shard -> guard("lost gateway", () -> shard.users().endPlace(place)));
    }
  }

  /// Runs a task so that its failure harms nothing else; it is counted and says where. Errors too:
  /// a loop whose turns end in the middle would hold its links up for ever.
  ///
  /// @return whether it did not fail
  boolean guard(String place, Runnable task) {
    try {
      task.run();
      return true;
    } catch (Throwable failure) {
      failed(place, failure);
      return false;
    }
  }

  private void failed(String place, Throwable failure) {
    exceptions.increment();
    LOGGER.error("engine loop {}: {} failed", number, place, failure);
  }

  void failedLookUp(Exception failure) {
    services.meters().counter("engine.lookups.failed").increment();
    LOGGER.warn("a look-up off the loop failed: {}", failure.toString());
  }

  Collection<Shard> shards() {
    return shards.values();
  }

  @Nullable Shard shard(int shard) {
    return shards.get(shard);
  }

  Mail mail() {
    return mail;
  }

  Elsewhere elsewhere() {
    return elsewhere;
  }

  @Nullable PeerLink linkOf(Place place) {
    return links.of(place);
  }

  boolean isOverfull() {
    return conversations > services.settings().maxConversations();
  }

  /// How long a conversation stays at least where memory is short.
  long leastResidenceNanos(long now) {
    return links.areReturning(now) ? RESIDENCE_WHILE_RETURNING_NANOS : LEAST_RESIDENCE_NANOS;
  }

  void conversations(int change) {
    conversations += change;
  }

  /// Called on the loop.
  public boolean isOnline(long userID) {
    Shard shard = shards.get(Shards.ofUser(userID));
    return shard != null && shard.users().isOnline(userID);
  }
}
