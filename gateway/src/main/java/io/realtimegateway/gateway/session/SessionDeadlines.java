package io.realtimegateway.gateway.session;

import io.realtimegateway.gateway.LoopEnvironment;
import io.realtimegateway.gateway.outbound.SessionOutput;
import io.realtimegateway.gateway.outbound.WebSocketBytes;
import io.realtimegateway.protocol.CloseCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// All deadlines of one session: end of the login, attachment, silence, writes, and the closing
/// handshake. They are checked when the loop's wheel says so; a frame that arrives moves nothing on
/// the wheel.
final class SessionDeadlines {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long LONGEST_LOOK_MILLIS = 3_600_000;

  /// From the upgrade to `hello`.
  private static final Duration ATTACH_TIMEOUT = Duration.ofSeconds(10);

  /// For the client's part of the closing handshake.
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final ClientSession session;
  private final LoopEnvironment loop;
  private final SessionOutput output;
  private final SilenceWatch silence;

  /// Moves on while the engine is away, which has a deadline of its own.
  private long attachByNanos;

  private long progress;
  private long progressNanos;
  private long closeByNanos;

  SessionDeadlines(ClientSession session, LoopEnvironment loop, SessionOutput output) {
    this.session = session;
    this.loop = loop;
    this.output = output;
    long now = loop.nanos();
    long longest = loop.options().heartbeat().interval().toNanos();
    this.silence = new SilenceWatch(now - loop.random().nextLong(longest / 2 + 1));
    this.attachByNanos = now + ATTACH_TIMEOUT.toNanos();
    this.progressNanos = now;
  }

  SilenceWatch silence() {
    return silence;
  }

  /// Much waits for the socket: the deadline for writes begins.
  void watchWrites() {
    progress = output.progress();
    progressNanos = loop.nanos();
  }

  /// A close frame is being written: the deadline for the closing handshake begins.
  ///
  /// @return that deadline
  long beginClosing() {
    closeByNanos = loop.nanos() + CLOSE_TIMEOUT.toNanos();
    return closeByNanos;
  }

  /// Checks the closing handshake.
  ///
  /// @return when to look again
  long lookWhileClosing(long now) {
    if (now - closeByNanos < 0) {
      return closeByNanos;
    }
    session.cut();
    return NEVER;
  }

  /// Checks the deadlines of an open session, and closes it if one has passed.
  ///
  /// @param loginExpiresAt epoch milliseconds
  /// @param socket null before the upgrade is complete
  /// @return when to look again
  long lookWhileOpen(long now, long loginExpiresAt, @Nullable SessionSocket socket) {
    long left = loginExpiresAt - loop.millis();
    if (left <= 0) {
      session.close(CloseCode.LOGIN_ENDED, "the login ended");
      return closeByNanos;
    }
    long nextLook = now + Math.min(left, LONGEST_LOOK_MILLIS) * 1_000_000;
    if (session.isAttaching()) {
      if (!session.isEngineReady()) {
        attachByNanos = now + ATTACH_TIMEOUT.toNanos();
      } else if (now - attachByNanos >= 0) {
        session.close(CloseCode.ENGINE_LOST, "the engine did not attach the session in time");
        return closeByNanos;
      }
      nextLook = Math.min(nextLook, attachByNanos);
    }
    if (socket != null) {
      nextLook = Math.min(nextLook, lookAtSocket(socket, now));
    }
    return session.isOpen() ? nextLook : closeByNanos;
  }

  private long lookAtSocket(SessionSocket socket, long now) {
    long nextLook = lookAtWrites(now);
    if (session.isOpen() && socket.isReading()) {
      nextLook = Math.min(nextLook, lookAtSilence(now));
    }
    return Math.min(nextLook, socket.lookAtRates(now));
  }

  /// Checks progress several times within its deadline, so that a session is closed little later.
  private long lookAtWrites(long now) {
    long most = loop.options().gateway().writeDeadline().toNanos();
    long reached = output.progress();
    if (output.pendingBytes() == 0 || reached != progress) {
      progress = reached;
      progressNanos = now;
    }
    long deadline = progressNanos + most;
    if (now - deadline >= 0) {
      session.close(CloseCode.SLOW_READER, "the socket takes nothing; reconnect and resume");
      return deadline;
    }
    return output.pendingBytes() == 0 ? deadline : Math.min(deadline, now + most / 8);
  }

  /// A ping is written after what already waits for the socket. Until then the client cannot answer
  /// it, and only the deadline for writes counts.
  private long lookAtSilence(long now) {
    if (output.pendingBytes() > 0) {
      silence.postpone(now);
      return NEVER;
    }
    return silence.look(
        now,
        loop.options().heartbeat(),
        () -> output.answer(WebSocketBytes.ping(loop.turn().allocator())),
        () -> session.close(CloseCode.NO_PONG, "no pong"));
  }
}
