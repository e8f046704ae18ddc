package io.realtimegateway.gateway.session;

import io.realtimegateway.edge.rate.LimitSettings;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.edge.rate.SharedBucket;
import io.realtimegateway.edge.rate.TokenBucket;

/// The rates of what a session sends. A session that exceeds one is paused until it has a token
/// again.
final class InputRates {
  private final LimitSettings limits;
  private final InputPauses pauses;
  private final SharedBucket ofUser;
  private final TokenBucket commands;
  private final TokenBucket frames;
  private long commandsAtNanos;
  private long framesAtNanos;

  /// @param ofUser the bucket that all sessions of the user share
  InputRates(LimitSettings limits, InputPauses pauses, SharedBucket ofUser, long nowNanos) {
    this.limits = limits;
    this.pauses = pauses;
    this.ofUser = ofUser;
    this.commands = new TokenBucket(nowNanos);
    this.frames = new TokenBucket(nowNanos);
  }

  /// Takes the tokens for one command.
  ///
  /// @return false if there are none; commands are paused then
  boolean takeCommand(long nowNanos) {
    Rate rate = limits.commands();
    long wait = commands.waitNanos(rate, nowNanos);
    if (wait == 0) {
      wait = ofUser.take(nowNanos);
    }
    if (wait > 0) {
      commandsAtNanos = nowNanos + wait;
      pauses.add(InputPauses.Pause.RATE);
      return false;
    }
    commands.take(rate, nowNanos);
    return true;
  }

  /// Counts a frame that is not a command by itself.
  ///
  /// @return false if there were too many; reading is paused then
  boolean countFrame(long nowNanos) {
    Rate rate = limits.frames();
    frames.take(rate, nowNanos);
    long wait = frames.waitNanos(rate, nowNanos);
    if (wait > 0) {
      framesAtNanos = nowNanos + wait;
      pauses.add(InputPauses.Pause.FRAMES);
      return false;
    }
    return true;
  }

  /// Ends the pauses that are over.
  ///
  /// @return when to look again
  long look(long nowNanos) {
    return Math.min(
        look(InputPauses.Pause.RATE, commandsAtNanos, nowNanos),
        look(InputPauses.Pause.FRAMES, framesAtNanos, nowNanos));
  }

  private long look(InputPauses.Pause reason, long untilNanos, long nowNanos) {
    if (!pauses.has(reason)) {
      return Long.MAX_VALUE;
    }
    if (untilNanos - nowNanos > 0) {
      return untilNanos;
    }
    pauses.remove(reason);
    return Long.MAX_VALUE;
  }
}
