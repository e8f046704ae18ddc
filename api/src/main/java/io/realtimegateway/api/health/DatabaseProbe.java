package io.realtimegateway.api.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Whether the database answers, asked for with little patience: whoever watches the health wants
/// an answer also while the database gives none. One question at a time is on its way, however many
/// ask.
public final class DatabaseProbe {
  /// The longest time that a health check waits.
  public static final Duration USUAL_PATIENCE = Duration.ofSeconds(1);

  private final BooleanSupplier question;
  private final Duration patience;
  private @Nullable CompletableFuture<Boolean> asked;
  private volatile boolean wasReachable = true;

  /// @param question blocks, possibly for long
  public DatabaseProbe(BooleanSupplier question, Duration patience) {
    this.question = question;
    this.patience = patience;
  }

  /// What was found the last time, without asking; true before the first.
  boolean wasReachable() {
    return wasReachable;
  }

  /// Blocks at most for the patience.
  public boolean isReachable() {
    wasReachable = answersInTime();
    return wasReachable;
  }

  private boolean answersInTime() {
    try {
      return ask().get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
