package io.realtimegateway.engine.conversation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.engine.settings.EngineOptions;
import java.util.function.LongPredicate;

/// Limits the conversations that one engine loop has in memory, and how long an unused one is kept.
public final class ConversationLimit {
  /// Minimum idle time before eviction when the limit is reached.
  private static final long LEAST_NANOS = 1_000_000_000L;

  /// Minimum idle time while gateways return: conversations know what returning sessions may have
  /// missed.
  private static final long LEAST_WHILE_RETURNING_NANOS = 60_000_000_000L;

  private final EngineOptions settings;
  private final LongPredicate areReturning;
  private final Counter evictions;
  private int conversations;

  /// Creates a limit without conversations.
  ///
  /// @param areReturning whether gateways are returning at a time in nanoseconds
  public ConversationLimit(
      EngineOptions settings, LongPredicate areReturning, MeterRegistry meters) {
    this.settings = settings;
    this.areReturning = areReturning;
    this.evictions = meters.counter("engine.conversations.evicted");
  }

  void added() {
    conversations++;
  }

  void evicted() {
    conversations--;
    evictions.increment();
  }

  /// These conversations were dropped because their log was lost.
  void dropped(int count) {
    conversations -= count;
  }

  /// Whether a conversation that was not used for `age` nanoseconds may be evicted.
  boolean isDue(long age, long now) {
    return age > settings.idleConversation().toNanos()
        || (conversations > settings.maxConversations() && age > leastNanos(now));
  }

  private long leastNanos(long now) {
    return areReturning.test(now) ? LEAST_WHILE_RETURNING_NANOS : LEAST_NANOS;
  }
}
