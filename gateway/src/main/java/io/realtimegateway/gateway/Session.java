package io.realtimegateway.gateway;

import io.netty.channel.ChannelFuture;
import io.realtimegateway.edge.rate.SharedBucket;
import io.realtimegateway.gateway.outbound.Receiver;
import io.realtimegateway.gateway.outbound.WebSocketBytes;
import io.realtimegateway.gateway.timing.Wheel;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.packet.SessionPacket;
import org.jspecify.annotations.Nullable;

/// One WebSocket of one user, from the redeemed ticket to the closed connection. All its deadlines
/// are looked at when the loop's wheel says so: nothing is moved on the wheel when a frame comes
/// in.
final class Session extends Wheel.Entry implements Receiver.Owner {
  /// What a socket that ended without a close frame counts as (RFC 6455, 7.4.1).
  static final int ABNORMAL = 1006;

  /// How far the session has come.
  private enum Stage {
    /// The ticket is redeemed; the engine is putting the session into its audiences.
    ATTACHING,
    /// `hello` is said.
    LIVE,
    /// A close frame is under way; the engine has been told.
    CLOSING,
    /// The connection is gone.
    GONE
  }

  private final GatewayLoop loop;
  private final Receiver receiver;
  private final Resumes resumes;
  private final SharedBucket ofUser;
  private final SilenceWatch silence;

  /// Counts only while the engine is there; how long it may be away is looked at elsewhere.
  private long attachByNanos;

  private String loginID;
  private long loginExpiresAt;
  private long loginIssuedAt;

  private @Nullable Session next;
  private @Nullable SessionSocket socket;
  private Stage stage = Stage.ATTACHING;
  private int inFlight;
  private boolean isLeaving;
  private long progress;
  private long progressNanos;
  private long closeByNanos;

  Session(GatewayLoop loop, SessionPacket.Connect connect) {
    this.loop = loop;
    this.loginIssuedAt = connect.loginIssuedAt();
    this.receiver =
        new Receiver(
            connect.session(), connect.userID(), loop.turn(), loop.settings().outbound(), this);
    this.resumes = new Resumes(this);
    this.loginID = connect.loginID();
    this.loginExpiresAt = connect.loginExpiresAt();
    long now = loop.nanos();
    this.ofUser = loop.environment().users().of(connect.userID(), now);
    long longest = loop.settings().heartbeat().silence().toNanos();
    this.attachByNanos = now + loop.settings().waits().attach().toNanos();
    this.silence = new SilenceWatch(now - loop.random().nextLong(longest / 2 + 1));
    this.progressNanos = now;
  }

  long handle() {
    return receiver.handle();
  }

  long userID() {
    return receiver.userID();
  }

  Receiver receiver() {
    return receiver;
  }

  GatewayLoop loop() {
    return loop;
  }

  Resumes resumes() {
    return resumes;
  }

  /// What the user's sessions together may still send.
  SharedBucket ofUser() {
    return ofUser;
  }

  boolean isAttaching() {
    return stage == Stage.ATTACHING;
  }

  boolean isLive() {
    return stage == Stage.LIVE;
  }

  /// Whether commands are still for this session.
  boolean isOpen() {
    return stage == Stage.ATTACHING || stage == Stage.LIVE;
  }

  /// The next session of the same user.
  @Nullable Session next() {
    return next;
  }

  void next(@Nullable Session session) {
    next = session;
  }

  SessionPacket.LiveSession describe() {
    return new SessionPacket.LiveSession(
        handle(), userID(), loginID, loginExpiresAt, loginIssuedAt);
  }

  void refreshed(String newLoginID, long issuedAt, long expiresAt) {
    loginID = newLoginID;
    loginExpiresAt = expiresAt;
    loginIssuedAt = issuedAt;
    armSoon();
  }

  // ---- the socket

  /// The upgrade is done.
  void connected(SessionSocket connected) {
    socket = connected;
    receiver.connect(connected.context());
    if (!isOpen()) {
      connected.abort();
    }
  }

  /// The engine has the session in all its audiences.
  void attached() {
    if (stage == Stage.ATTACHING) {
      stage = Stage.LIVE;
      receiver.answer(
          loop.turn()
              .frames()
              .hello(
                  loop.sessionID(handle()),
                  userID(),
                  loginExpiresAt,
                  loop.settings().heartbeat().silence().toSeconds(),
                  loop.clock().millis(),
                  loop.settings().commands()));
      receiver.live();
    }
  }

  SilenceWatch silence() {
    return silence;
  }

  /// Tells the client why, waits for its half of the handshake, and lets the connection go.
  void close(CloseCode code, String reason) {
    close(code.code(), reason);
  }

  void close(int code, String reason) {
    if (!isOpen()) {
      return;
    }
    leave(code);
    ChannelFuture written =
        receiver.finish(WebSocketBytes.close(loop.turn().allocator(), code, reason));
    SessionSocket current = socket;
    if (current != null && written != null) {
      current.closing(written);
    }
  }

  /// The server goes away: takes no more commands, and closes once those it has are answered.
  void sendAway() {
    isLeaving = true;
    SessionSocket current = socket;
    if (inFlight == 0 || current == null) {
      closeToComeBack();
    } else if (isOpen()) {
      current.pause(SessionSocket.Pause.LEAVING);
    }
  }

  /// Closes with a hint after how long to come back, random so that not all do at once.
  void closeToComeBack() {
    long spread = loop.returnSpread().toMillis();
    close(CloseCode.GOING_AWAY, "reconnect-after=" + loop.random().nextLong(spread + 1));
  }

  /// The client sent a close frame.
  ///
  /// @param code its status, or 1005 without one
  void closedByClient(int code) {
    SessionSocket current = socket;
    if (current == null) {
      return;
    }
    if (!isOpen()) {
      current.abort();
      return;
    }
    leave(code);
    var allocator = loop.turn().allocator();
    ChannelFuture written =
        receiver.finish(
            code == SessionSocket.NO_STATUS
                ? WebSocketBytes.close(allocator)
                : WebSocketBytes.close(allocator, code, ""));
    if (written != null) {
      written.addListener(_ -> current.abort());
    }
  }

  /// The connection ended, or never came to be.
  void disconnected() {
    if (stage == Stage.GONE) {
      return;
    }
    if (isOpen()) {
      leave(ABNORMAL);
    }
    stage = Stage.GONE;
    receiver.close();
    resumes.clear();
    loop.gone(this);
  }

  /// Lets the connection go without a word.
  void cut() {
    SessionSocket current = socket;
    if (current == null) {
      disconnected();
    } else {
      current.abort();
    }
  }

  private void leave(int code) {
    stage = Stage.CLOSING;
    closeByNanos = loop.nanos() + loop.settings().waits().close().toNanos();
    resumes.clear();
    loop.ended(this, code);
    loop.arm(this, closeByNanos);
  }

  // ---- commands

  /// A command waits for the engine.
  void asked() {
    inFlight++;
    SessionSocket current = socket;
    if (current != null && inFlight >= loop.settings().commandsInFlight()) {
      current.pause(SessionSocket.Pause.IN_FLIGHT);
    }
  }

  /// It is answered.
  void answered() {
    inFlight--;
    SessionSocket current = socket;
    if (current != null && inFlight < loop.settings().commandsInFlight()) {
      current.goOn(SessionSocket.Pause.IN_FLIGHT);
    }
    if (isLeaving && inFlight == 0) {
      loop.eventLoop().execute(this::closeToComeBack); // Behind the answer.
    }
  }

  /// The link to the engine is full, or has room again.
  void linkIsFull(boolean isFull) {
    SessionSocket current = socket;
    if (current != null && isFull) {
      current.pause(SessionSocket.Pause.LINK);
    } else if (current != null) {
      current.goOn(SessionSocket.Pause.LINK);
    }
  }

  @Override
  public void drained() {
    SessionSocket current = socket;
    if (current != null) {
      current.goOn(SessionSocket.Pause.OUTBOUND);
    }
    resumes.goOn();
  }

  @Override
  public void fellBehind() {
    loop.metrics().fellBehind();
    watchWrites();
  }

  @Override
  public void caughtBreath() {
    loop.tellPresenceAgain(this);
  }

  /// The socket has much to take: its write deadline begins. An earlier deadline stays, so the
  /// session is looked at soon.
  void watchWrites() {
    progress = receiver.progress();
    progressNanos = loop.nanos();
    armSoon();
  }

  void armSoon() {
    loop.arm(this, loop.nanos());
  }

  // ---- deadlines

  /// Looks at all deadlines and arms the next.
  void look(long now) {
    if (stage == Stage.GONE) {
      return;
    }
    long nextLook = stage == Stage.CLOSING ? lookAtClose(now) : lookWhileOpen(now);
    if (nextLook != Long.MAX_VALUE && stage != Stage.GONE) {
      loop.arm(this, nextLook);
    }
  }

  private long lookAtClose(long now) {
    if (now - closeByNanos < 0) {
      return closeByNanos;
    }
    cut();
    return Long.MAX_VALUE;
  }

  private long lookWhileOpen(long now) {
    long left = loginExpiresAt - loop.clock().millis();
    if (left <= 0) {
      close(CloseCode.LOGIN_ENDED, "the login ended");
      return closeByNanos;
    }
    long nextLook = now + Math.min(left, 3_600_000) * 1_000_000;
    if (stage == Stage.ATTACHING) {
      if (!loop.isLinked(userID())) {
        attachByNanos = now + loop.settings().waits().attach().toNanos();
      } else if (now - attachByNanos >= 0) {
        close(CloseCode.ENGINE_LOST, "the engine did not attach the session in time");
        return closeByNanos;
      }
      nextLook = Math.min(nextLook, attachByNanos);
    }
    SessionSocket current = socket;
    if (current != null) {
      nextLook = Math.min(nextLook, lookAtSocket(current, now));
    }
    return isOpen() ? nextLook : closeByNanos;
  }

  private long lookAtSocket(SessionSocket current, long now) {
    long nextLook = lookAtWrites(now);
    if (isOpen() && current.isReading()) {
      nextLook = Math.min(nextLook, lookAtSilence(now));
    }
    return Math.min(nextLook, current.lookAtRates(now));
  }

  /// Progress is looked at several times within its deadline, so that the end comes little later.
  private long lookAtWrites(long now) {
    long most = loop.settings().waits().write().toNanos();
    long reached = receiver.progress();
    if (receiver.pendingBytes() == 0 || reached != progress) {
      progress = reached;
      progressNanos = now;
    }
    long deadline = progressNanos + most;
    if (now - deadline >= 0) {
      close(CloseCode.SLOW_READER, "the socket takes nothing; reconnect and resume");
      return deadline;
    }
    return receiver.pendingBytes() == 0 ? deadline : Math.min(deadline, now + most / 8);
  }

  /// A ping stands behind what waits for the socket: until that is written, the deadline for writes
  /// decides, and not a pong that cannot come.
  private long lookAtSilence(long now) {
    if (receiver.pendingBytes() > 0) {
      silence.postpone(now);
      return Long.MAX_VALUE;
    }
    return silence.look(
        now,
        loop.settings().heartbeat(),
        () -> receiver.answer(WebSocketBytes.ping(loop.turn().allocator())),
        () -> close(CloseCode.NO_PONG, "no pong"));
  }
}
