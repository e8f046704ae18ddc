package io.realtimegateway.webhooks;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpPost;

/// One request and what became of it, for the hooks of the HTTP client, which run on the thread of
/// the request.
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

  /// The one of this thread.
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

  /// At least a nanosecond.
  Duration left() {
    return Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
  }

  /// A connection of its own is made for it.
  void connects() {
    hasConnected = true;
  }

  /// Anything of an answer came.
  void heard() {
    hasHeard = true;
  }

  /// Ends it from another thread, because its time is over.
  void abort(HttpPost request) {
    isAborted = true;
    request.cancel();
  }

  boolean isAborted() {
    return isAborted;
  }

  /// Whether it went out on a connection of an earlier request and came to nothing there.
  boolean isRefusedByIdleConnection() {
    return !hasConnected && !hasHeard && !isAborted;
  }
}
