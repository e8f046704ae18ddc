package io.realtimegateway.engine.shard;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Work that may block, on a virtual thread, and its result back on the event loop that asked.
final class Elsewhere {
  private final Executor virtual;
  private final EventLoop loop;

  Elsewhere(Executor virtual, EventLoop loop) {
    this.virtual = virtual;
    this.loop = loop;
  }

  /// Exactly one of the two is run, on the loop, later than this call.
  <T> void call(Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
    try {
      virtual.execute(() -> run(work, done, failed));
    } catch (RejectedExecutionException stopped) {
      loop.execute(() -> failed.accept(stopped));
    }
  }

  private <T> void run(Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
    try {
      T result = work.call();
      loop.execute(() -> done.accept(result));
    } catch (Exception failure) {
      loop.execute(() -> failed.accept(failure));
    } catch (Throwable error) {
      loop.execute(() -> failed.accept(new IllegalStateException("work failed", error)));
    }
  }
}
