package io.realtimegateway.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.realtimegateway.edge.rate.SharedBucket;
import io.realtimegateway.gateway.LoopEnvironment;
import io.realtimegateway.gateway.inbound.CloseStatus;
import io.realtimegateway.gateway.outbound.SessionOutput;
import io.realtimegateway.gateway.outbound.WebSocketBytes;
import io.realtimegateway.gateway.timing.Wheel;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One WebSocket of one user, from the redeemed ticket to the closed connection.
public final class ClientSession extends Wheel.Entry
    implements SessionOutput.Owner, SessionSocket.Owner {

  private enum Stage {
    /// The ticket is redeemed; the engine is adding the session to its audiences.
    ATTACHING,
    /// `hello` is sent.
    LIVE,
    /// A close frame is being written, and the engine knows that the session has ended.
    CLOSING,
    /// The connection is closed.
    GONE
  }

  /// Most commands of a session that wait for the engine.
  private static final int COMMANDS_IN_FLIGHT = 64;

  private final LoopEnvironment loop;
  private final EngineRequests engine;
  private final Wheel<ClientSession> wheel;
  private final SessionHost host;
  private final SessionOutput output;
  private final InputPauses pauses = new InputPauses();
  private final SessionRequests requests;
  private final ResumeQueue resumes;
  private final SharedBucket rateOfUser;
  private final SessionDeadlines deadlines;
  private String loginID;
  private long loginExpiresAt;
  private long loginIssuedAt;
  private @Nullable ClientSession next;
  private @Nullable SessionSocket socket;
  private Stage stage = Stage.ATTACHING;
  private boolean isLeaving;

  /// @param wheel of the loop, for the deadlines of its sessions
  /// @param connect that redeems the ticket
  public ClientSession(
      LoopEnvironment loop,
      EngineRequests engine,
      Wheel<ClientSession> wheel,
      SessionHost host,
      SessionPacket.Connect connect) {
    this.loop = loop;
    this.engine = engine;
    this.wheel = wheel;
    this.host = host;
    this.loginID = connect.loginID();
    this.loginExpiresAt = connect.loginExpiresAt();
    this.loginIssuedAt = connect.loginIssuedAt();
    this.output =
        new SessionOutput(
            connect.session(), connect.userID(), loop.turn(), loop.options().outbound(), this);
    this.requests =
        new SessionRequests(
            engine, output, loop.frames(), pauses, COMMANDS_IN_FLIGHT, this::requestsAnswered);
    this.resumes = new ResumeQueue(requests, output, loop.frames());
    this.rateOfUser = loop.rateOfUser(connect.userID());
    this.deadlines = new SessionDeadlines(this, loop, output);
  }

  public long handle() {
    return output.handle();
  }

  public long userID() {
    return output.userID();
  }

  public SessionOutput output() {
    return output;
  }

  SessionRequests requests() {
    return requests;
  }

  ResumeQueue resumes() {
    return resumes;
  }

  /// The rate that all sessions of the user share.
  SharedBucket rateOfUser() {
    return rateOfUser;
  }

  public boolean isAttaching() {
    return stage == Stage.ATTACHING;
  }

  public boolean isLive() {
    return stage == Stage.LIVE;
  }

  /// Whether the session may still send commands.
  boolean isOpen() {
    return stage == Stage.ATTACHING || stage == Stage.LIVE;
  }

  /// Whether the link to the user's shard is open and registered.
  boolean isEngineReady() {
    return engine.isReady(userID());
  }

  /// The next session of the same user.
  @Nullable ClientSession next() {
    return next;
  }

  void next(@Nullable ClientSession session) {
    next = session;
  }

  /// The session as it is named to the engine when a link registers.
  public SessionPacket.LiveSession describe() {
    return new SessionPacket.LiveSession(
        handle(), userID(), loginID, loginExpiresAt, loginIssuedAt);
  }

  /// The session continues with a new login.
  void refreshed(String newLoginID, long issuedAt, long expiresAt) {
    loginID = newLoginID;
    loginExpiresAt = expiresAt;
    loginIssuedAt = issuedAt;
    lookSoon();
  }

  // ---- the socket

  /// Makes the handler that reads the session's connection after the upgrade.
  ///
  /// @param commands takes the text of one command; it is released by the caller
  public ChannelHandler newSocket(Consumer<ByteBuf> commands) {
    InputRates rates = new InputRates(loop.options().limits(), pauses, rateOfUser, loop.nanos());
    return new SessionSocket(loop, this, output, deadlines.silence(), pauses, rates, commands);
  }

  @Override
  public void connected(SessionSocket connected) {
    socket = connected;
    output.connect(connected.context());
    if (!isOpen()) {
      connected.abort();
    }
  }

  /// The engine has added the session to all its audiences.
  public void attached() {
    if (stage == Stage.ATTACHING) {
      stage = Stage.LIVE;
      output.answer(
          loop.frames()
              .hello(
                  loop.sessionID(handle()),
                  userID(),
                  loginExpiresAt,
                  loop.options().heartbeat().interval().toSeconds(),
                  loop.millis(),
                  loop.options().limits().commands()));
      output.live();
    }
  }

  /// Sends a close frame and waits for the client's.
  @Override
  public void close(CloseCode code, String reason) {
    close(code.code(), reason);
  }

  /// Sends a close frame and waits for the client's.
  ///
  /// @param status of the close frame
  public void close(int status, String reason) {
    if (!isOpen()) {
      return;
    }
    leave(status);
    ChannelFuture written =
        output.finish(WebSocketBytes.close(loop.turn().allocator(), status, reason));
    SessionSocket current = socket;
    if (current != null && written != null) {
      current.closing(written);
    }
  }

  /// The server stops: takes no more commands, and closes when those in flight are answered.
  public void sendAway() {
    isLeaving = true;
    if (requests.isEmpty() || socket == null) {
      closeForReconnect();
    } else if (isOpen()) {
      pauses.add(InputPauses.Pause.LEAVING);
    }
  }

  /// Closes with a hint when to reconnect, random so that the clients do not return all at once.
  public void closeForReconnect() {
    long spread = host.reconnectSpread().toMillis();
    close(CloseCode.GOING_AWAY, "reconnect-after=" + loop.random().nextLong(spread + 1));
  }

  private void requestsAnswered() {
    if (isLeaving) {
      loop.eventLoop().execute(this::closeForReconnect); // After the answer.
    }
  }

  @Override
  public void closedByClient(int status) {
    SessionSocket current = socket;
    if (current == null) {
      return;
    }
    if (!isOpen()) {
      current.abort();
      return;
    }
    leave(status);
    var allocator = loop.turn().allocator();
    ChannelFuture written =
        output.finish(
            status == CloseStatus.NONE
                ? WebSocketBytes.close(allocator)
                : WebSocketBytes.close(allocator, status, ""));
    if (written != null) {
      written.addListener(_ -> current.abort());
    }
  }

  /// The connection ended, or the upgrade failed.
  @Override
  public void disconnected() {
    if (stage == Stage.GONE) {
      return;
    }
    if (isOpen()) {
      leave(CloseStatus.ABNORMAL);
    }
    stage = Stage.GONE;
    output.close();
    resumes.clear();
    wheel.disarm(this);
    host.connectionClosed();
  }

  /// Closes the connection without a close frame.
  void cut() {
    SessionSocket current = socket;
    if (current == null) {
      disconnected();
    } else {
      current.abort();
    }
  }

  private void leave(int status) {
    stage = Stage.CLOSING;
    long closeByNanos = deadlines.beginClosing();
    resumes.clear();
    host.sessionEnded(handle(), userID(), status);
    wheel.arm(this, closeByNanos);
  }

  // ---- output

  @Override
  public void drained() {
    pauses.remove(InputPauses.Pause.OUTBOUND);
    resumes.requestNext();
  }

  @Override
  public void fellBehind() {
    loop.metrics().fellBehind();
    watchWrites();
  }

  @Override
  public void resynced() {
    requestPresence();
  }

  @Override
  public void writeFailed(Throwable thrown) {
    loop.metrics().failed("writing to a session", thrown);
    cut();
  }

  /// The session may have missed presence changes: requests the present state from the engine.
  public void requestPresence() {
    engine.send(Shards.ofUser(userID()), new SessionPacket.SendPresence(handle(), userID()));
  }

  // ---- deadlines

  @Override
  public void watchWrites() {
    deadlines.watchWrites();
    lookSoon();
  }

  @Override
  public void lookSoon() {
    wheel.arm(this, loop.nanos());
  }

  /// Checks all deadlines and arms the next.
  public void look() {
    long now = loop.nanos();
    long nextLook =
        switch (stage) {
          case ATTACHING, LIVE -> deadlines.lookWhileOpen(now, loginExpiresAt, socket);
          case CLOSING -> deadlines.lookWhileClosing(now);
          case GONE -> Long.MAX_VALUE;
        };
    if (nextLook != Long.MAX_VALUE && stage != Stage.GONE) {
      wheel.arm(this, nextLook);
    }
  }
}
