package io.realtimegateway.webhooks;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpPost;

/// One request and its state, for the hooks of the HTTP client, which run on the thread of the
/// request.
final class Attempt {
  private static final ScopedValue<Attempt> CURRENT = ScopedValue.newInstance();

  private final Supplier<Content> content;
  private final long deadlineNanos;
  private boolean hasConnected;
  private boolean hasHeard;
  private volatile boolean isAborted;

  Attempt(Supplier<Content> content, long deadlineNanos) {
    this.content = content;
    this.deadlineNanos = deadlineNanos;
  }

  /// The attempt that this thread is making.
  static Attempt current() {
    return CURRENT.get();
  }

  <T> T run(ScopedValue.CallableOp<T, IOException> request) throws IOException {
    return ScopedValue.where(CURRENT, this).call(request);
  }

  Content content() {
    return content.get();
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /// Time left until the deadline, at least a nanosecond.
  Duration left() {
    return Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
  }

  /// A new connection is opened for this attempt.
  void connects() {
    hasConnected = true;
  }

  /// The first bytes of a response have arrived.
  void answered() {
    hasHeard = true;
  }

  /// Aborts the request at its deadline, from another thread.
  void abort(HttpPost request) {
    isAborted = true;
    request.cancel();
  }

  boolean isAborted() {
    return isAborted;
  }

  /// Whether the request was sent on a reused connection and got no response there.
  boolean isRefusedByIdleConnection() {
    return !hasConnected && !hasHeard && !isAborted;
  }
}
