package io.realtimegateway.engine.shard;

import io.netty.channel.EventLoop;
import io.realtimegateway.engine.archive.Archiver;
import io.realtimegateway.engine.conversation.ConversationLimit;
import io.realtimegateway.engine.conversation.ConversationTable;
import io.realtimegateway.engine.loop.BlockingExecutor;
import io.realtimegateway.engine.loop.LogWriter;
import io.realtimegateway.engine.loop.LogWriters;
import io.realtimegateway.engine.loop.LoopAddress;
import io.realtimegateway.engine.loop.LoopFailures;
import io.realtimegateway.engine.loop.Mail;
import io.realtimegateway.engine.loop.Mailbox;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.PeerLinks;
import io.realtimegateway.engine.loop.ShardLog;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.engine.loop.Turns;
import io.realtimegateway.engine.session.ShardUsers;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.accepting.EngineEndpoint;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event loop of the engine: its links, its logs and their shards.
public final class EngineLoop implements EngineEndpoint, Mailbox {
  private static final Logger LOGGER = LoggerFactory.getLogger(EngineLoop.class);
  private static final long TICK_MILLIS = 100;

  private final EventLoop eventLoop;
  private final LoopServices services;
  private final Owner owner;
  private final LoopFailures failures;
  private final BlockingExecutor blocking;
  private final LogWriters logs;
  private final Mail mail;
  private final Turns turns;
  private final PeerLinks links = new PeerLinks();
  private final ShardTable shards = new ShardTable();
  private final Dispatch dispatch = new Dispatch(shards, this::register);
  private boolean isServing;
  private boolean isStopping;

  /// Takes a log over again after it was fenced.
  public interface Owner {
    /// Called on the loop; `EngineLoop.own` follows when the log is owned again.
    void fenced(EngineLoop loop, int log);
  }

  /// Creates a loop that owns no log yet.
  ///
  /// @param loops all loops of the engine, this one included; filled before the first packet
  public EngineLoop(
      int number,
      int count,
      EventLoop eventLoop,
      List<EngineLoop> loops,
      LoopServices services,
      Owner owner) {
    this.eventLoop = eventLoop;
    this.services = services;
    this.owner = owner;
    this.failures = new LoopFailures(number, services.meters());
    this.blocking = new BlockingExecutor(services.virtual(), eventLoop);
    this.logs = new LogWriters(services.journal(), failure -> failures.failed("append", failure));
    this.mail = new Mail(number, count, loops, this::turn);
    this.turns = new Turns(eventLoop, logs, mail, this::read, failures);
    ConversationLimit limit =
        new ConversationLimit(
            services.conversations().settings(), links::areReturning, services.meters());
    for (int log = number; log < Shards.LOGS; log += count) {
      LogWriter writer = new LogWriter(log, services.journal(), this::turn, this::fenced);
      logs.add(writer);
      int first = Shards.firstOf(log);
      for (int shard = first; shard < first + Shards.PER_LOG; shard++) {
        shards.add(shard(shard, writer, limit));
      }
    }
  }

  private Shard shard(int number, LogWriter writer, ConversationLimit limit) {
    Archiver archiver = services.conversations().archiver();
    ShardLog log = new ShardLog(number, writer, failures, archiver::committed);
    ShardPort port = new ShardPort(log, mail, links, services.nanos(), blocking, failures);
    return new Shard(
        port,
        new ConversationTable(port, services.conversations(), limit),
        new ShardUsers(port, services.sessions()));
  }

  @Override
  public EventLoop eventLoop() {
    return eventLoop;
  }

  /// The logs of this loop.
  public Collection<Integer> logNumbers() {
    return logs.numbers();
  }

  /// Starts the ticks. Called once, on the loop.
  public void start() {
    var _ =
        eventLoop.scheduleAtFixedRate(
            () -> failures.guard("tick", this::tick),
            TICK_MILLIS,
            TICK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /// A log was taken over: its shards start to serve. Called on the loop.
  public void own(Tails taken) {
    LogWriter writer = logs.of(taken.ownership().log());
    if (writer == null) {
      throw new IllegalArgumentException(
          "log " + taken.ownership().log() + " lives on another loop");
    }
    writer.own(taken.ownership().term());
    for (Tails.Tail tail : taken.tails()) {
      Shard shard = shards.find(tail.shard());
      if (shard != null) {
        services.conversations().archiver().resumed(tail.shard(), tail.index());
        shard.resume(tail, services.epochs(), services.sessions().clock().millis());
      }
    }
    isServing = logs.areOwned();
    turn();
  }

  private void fenced(int log) {
    LOGGER.warn(
        "log {} was fenced; its shards drop what they have in memory and load it again", log);
    isServing = false;
    for (Shard shard : shards.ofLog(log)) {
      failures.guard("fenced", shard.conversations()::forget);
    }
    for (PeerLink link : links.all()) {
      link.flush();
      link.link().close(LinkClosed.LOCAL, "a log is being taken over again");
    }
    owner.fenced(this, log);
  }

  /// Gives up all logs at once: this process is no longer the owner.
  public void fenceAll() {
    logs.fence();
  }

  @Override
  public List<LinkPacket.OwnedLog> logs() {
    return logs.owned();
  }

  @Override
  public List<Position> positions() {
    return shards.positions();
  }

  @Override
  public void opened(Link link) {
    if (!isServing) {
      link.close(LinkClosed.LOCAL, "a log is being taken over");
      return;
    }
    links.open(new PeerLink(link, turns::dirty));
  }

  @Override
  public void closed(Link link, LinkClosed cause) {
    long keep = services.sessions().settings().keepSessions().toNanos();
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
      from.refuse(request.request(), ErrorCode.SERVICE_UNAVAILABLE, "the engine is stopping");
      return;
    }
    try {
      dispatch.take(from, packet);
    } catch (Throwable failure) {
      failures.failed("packet " + packet.getClass().getSimpleName(), failure);
      if (packet instanceof Request request) {
        from.refuse(request.request(), ErrorCode.INTERNAL, "the engine failed");
      } else if (packet instanceof SessionPacket.Register) {
        Registration.fail(from);
      }
    }
  }

  /// A gateway loop has registered its sessions.
  private void register(PeerLink from) {
    links.registers(from, services.nanos().getAsLong());
    new Registration(shards, services.views(), blocking, failures, from).run();
  }

  @Override
  public void receive(List<ShardPacket> packets) {
    packets.forEach(this::read);
    turn();
  }

  private void read(ShardPacket packet) {
    failures.guard(
        packet.getClass().getSimpleName(), () -> shards.at(Mail.shardOf(packet)).receive(packet));
  }

  /// Sends a packet from outside the shards to its shard. Called on the loop.
  public void post(ShardPacket packet) {
    mail.post(packet);
  }

  /// The archiver has reached these positions. Called on the loop.
  public void archived(List<Journal.Archived> positions) {
    for (Journal.Archived to : positions) {
      failures.guard(
          "archived", () -> shards.at(to.shard()).conversations().barriers().archived(to.index()));
    }
    turn();
  }

  /// A login was ended according to PostgreSQL. Called on the loop.
  public void revoked(JournalRecord.LoginsRevoked revoked) {
    failures.guard(
        "revocation",
        () -> {
          if (isServing) {
            boolean _ =
                shards.at(Shards.ofUser(revoked.userID())).users().revoke(revoked, () -> {});
          }
        });
  }

  /// A conversation was created whose members may not have been notified. Called on the loop.
  public void announce(long conversationID) {
    failures.guard(
        "announcement",
        () ->
            shards
                .at(Shards.ofConversation(conversationID))
                .conversations()
                .announce(conversationID));
  }

  /// Refuses new requests from now on; those in progress continue. Called on the loop.
  public void refuseRequests() {
    isStopping = true;
  }

  /// Whether everything decided is committed. Called on the loop.
  public boolean isSettled() {
    return logs.areIdle();
  }

  /// Writes delayed read markers before the end. Called on the loop.
  public void settle() {
    for (Shard shard : shards.all()) {
      failures.guard("settle", shard.conversations()::flushMarkers);
    }
  }

  private void turn() {
    turns.request();
  }

  private void tick() {
    long now = services.nanos().getAsLong();
    if (isServing) {
      shards.all().forEach(shard -> failures.guard("tick", () -> shard.tick(now)));
    }
    for (LoopAddress lost : links.expire(now)) {
      shards
          .all()
          .forEach(shard -> failures.guard("lost gateway", () -> shard.users().endSessions(lost)));
    }
  }

  /// Called on the loop.
  public boolean isOnline(long userID) {
    return shards.isOnline(userID);
  }
}
