package io.realtimegateway.gateway;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.realtimegateway.edge.rate.SharedBucket;
import io.realtimegateway.gateway.inbound.WaitingBytes;
import io.realtimegateway.gateway.outbound.ServerFrames;
import io.realtimegateway.gateway.outbound.Turn;
import java.util.random.RandomGenerator;

/// What the sessions of one event loop share. Used on that loop only.
public final class LoopEnvironment {
  /// Commands of all sessions of the loop that may wait. Beyond it, a session is read only while
  /// none of its own commands waits.
  private static final long MOST_WAITING_BYTES = 32 << 20;

  private final int number;
  private final EventLoop eventLoop;
  private final GatewayEnvironment process;
  private final WaitingBytes waitingBytes = new WaitingBytes(MOST_WAITING_BYTES);
  private final GatewayMetrics metrics;
  private final Turn turn;
  private final String sessionPrefix;
  private long lastHandle;

  /// @param number of the loop in this process, 0..255
  public LoopEnvironment(int number, EventLoop eventLoop, GatewayEnvironment process) {
    this.number = number;
    this.eventLoop = eventLoop;
    this.process = process;
    this.metrics = new GatewayMetrics(process.registry(), number, waitingBytes);
    this.turn = new Turn(eventLoop, PooledByteBufAllocator.DEFAULT);
    this.sessionPrefix = Integer.toString(process.random().nextInt(1 << 30), 36) + "-";
  }

  public GatewayOptions options() {
    return process.options();
  }

  /// What all loops of the process share.
  public GatewayEnvironment process() {
    return process;
  }

  public EventLoop eventLoop() {
    return eventLoop;
  }

  public GatewayMetrics metrics() {
    return metrics;
  }

  public Turn turn() {
    return turn;
  }

  public ServerFrames frames() {
    return turn.frames();
  }

  /// Commands that wait in all sessions of this loop.
  public WaitingBytes waitingBytes() {
    return waitingBytes;
  }

  public RandomGenerator random() {
    return process.random();
  }

  /// Time that only grows.
  public long nanos() {
    return process.nanos().getAsLong();
  }

  /// Time of day, epoch milliseconds.
  public long millis() {
    return process.clock().millis();
  }

  /// A name for a command that the client has not named, or for an HTTP request.
  public String newName() {
    return process.names().get();
  }

  /// The rate that all sessions of a user share.
  public SharedBucket rateOfUser(long userID) {
    return process.users().of(userID, nanos());
  }

  /// A handle that no session of this gateway has had.
  public long newHandle() {
    return ++lastHandle << 8 | number;
  }

  /// The session id that clients see for a handle.
  public String sessionID(long handle) {
    return sessionPrefix + Long.toString(handle, 36);
  }
}
