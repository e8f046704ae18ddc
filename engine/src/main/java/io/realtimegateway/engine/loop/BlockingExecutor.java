package io.realtimegateway.engine.loop;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/// Runs work that may block on a virtual thread, and returns its result to the event loop.
public final class BlockingExecutor {
  private final Executor virtual;
  private final EventLoop loop;

  /// For one event loop.
  ///
  /// @param virtual runs what may block
  public BlockingExecutor(Executor virtual, EventLoop loop) {
    this.virtual = virtual;
    this.loop = loop;
  }

  /// Exactly one of `done` and `failed` is run, on the loop, later than this call.
  public <R> void call(Callable<R> work, Consumer<R> done, Consumer<Exception> failed) {
    try {
      virtual.execute(() -> run(work, done, failed));
    } catch (RejectedExecutionException stopped) {
      loop.execute(() -> failed.accept(stopped));
    }
  }

  private <R> void run(Callable<R> work, Consumer<R> done, Consumer<Exception> failed) {
    try {
      R result = work.call();
      loop.execute(() -> done.accept(result));
    } catch (Exception failure) {
      loop.execute(() -> failed.accept(failure));
    } catch (Throwable error) {
      loop.execute(() -> failed.accept(new IllegalStateException("work failed", error)));
    }
  }
}
