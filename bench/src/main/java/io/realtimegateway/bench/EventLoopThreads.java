package io.realtimegateway.bench;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The kind of thread that event loops run on, for benchmarks: Netty keeps its buffers and
/// temporary arrays in thread locals of such threads only. Named by `-Djmh.executor.class`.
public final class EventLoopThreads extends ThreadPoolExecutor {
  /// The constructor that JMH calls.
  public EventLoopThreads(int threads, String name) {
    super(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        new DefaultThreadFactory(name, true));
  }
}
