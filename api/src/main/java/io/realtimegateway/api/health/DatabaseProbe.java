package io.realtimegateway.api.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Whether the database answers within a short time-out, so that a health check is answered even if
/// the database is not. At most one probe is in flight; concurrent callers share it.
public final class DatabaseProbe {
  /// The longest time that a health check waits.
  public static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final BooleanSupplier question;
  private final Duration timeout;
  private @Nullable CompletableFuture<Boolean> asked;
  private volatile boolean wasReachable = true;

  /// @param question blocks, possibly for long
  public DatabaseProbe(BooleanSupplier question, Duration timeout) {
    this.question = question;
    this.timeout = timeout;
  }

  /// The last result, without a probe; true before the first.
  boolean wasReachable() {
    return wasReachable;
  }

  /// Blocks for the time-out at most.
  public boolean isReachable() {
    wasReachable = answersInTime();
    return wasReachable;
  }

  private boolean answersInTime() {
    try {
      return ask().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized CompletableFuture<Boolean> ask() {
    CompletableFuture<Boolean> current = asked;
    if (current == null || current.isDone()) {
      CompletableFuture<Boolean> next = new CompletableFuture<>();
      Thread.ofVirtual().name("database-probe").start(() -> answer(next));
      asked = next;
      return next;
    }
    return current;
  }

  private void answer(CompletableFuture<Boolean> next) {
    try {
      next.complete(question.getAsBoolean());
    } catch (RuntimeException failure) {
      next.completeExceptionally(failure);
    }
  }
}
