package io.realtimegateway.server;

import io.netty.channel.EventLoop;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.model.Shards;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits at the start, so that "ready" means that a first request is answered.
final class EngineReady {
  private static final Logger LOG = LoggerFactory.getLogger(EngineReady.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private EngineReady() {}

  /// Returns when every link is registered, or after the timeout.
  ///
  /// @param links lists of one per event loop, in their order
  static void await(List<EventLoop> eventLoops, List<List<EngineLinks>> links) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    for (List<EngineLinks> ofRole : links) {
      for (int i = 0; i < ofRole.size(); i++) {
        EngineLinks one = ofRole.get(i);
        while (!isReady(eventLoops.get(i), one)) {
          if (System.nanoTime() - deadline > 0) {
            LOG.warn("Not all links to the engine are ready yet");
            return;
          }
          pause();
        }
      }
    }
  }

  private static boolean isReady(EventLoop eventLoop, EngineLinks links) {
    return CompletableFuture.supplyAsync(
            () -> {
              for (int log = 0; log < Shards.LOGS; log++) {
                if (!links.isReady(Shards.firstOf(log))) {
                  return false;
                }
              }
              return true;
            },
            eventLoop)
        .join();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", interrupted);
    }
  }
}
