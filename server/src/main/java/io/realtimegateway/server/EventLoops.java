package io.realtimegateway.server;

import io.netty.channel.EventLoop;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds Vert.x's event loops, on which links, shards and sockets live. The only place that looks
/// inside Vert.x.
final class EventLoops {
  private EventLoops() {}

  /// All of them, each once. Blocks.
  static List<EventLoop> of(Vertx vertx, int count) {
    Set<EventLoop> found = Collections.synchronizedSet(new LinkedHashSet<>());
    String deployment =
        vertx
            .deployVerticle(() -> new Finder(found), new DeploymentOptions().setInstances(count))
            .await();
    var _ = vertx.undeploy(deployment).await();
    if (found.size() != count) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%d event loops were found, not %d", found.size(), count));
    }
    return List.copyOf(new ArrayList<>(found));
  }

  /// The loop of a running handler.
  static EventLoop current() {
    if (Vertx.currentContext() instanceof ContextInternal context) {
      return context.nettyEventLoop();
    }
    throw new IllegalStateException("not on an event loop of Vert.x");
  }

  private static final class Finder extends VerticleBase {
    private final Set<EventLoop> found;

    Finder(Set<EventLoop> found) {
      this.found = found;
    }

    @Override
    public Future<?> start() {
      found.add(current());
      return Future.succeededFuture();
    }
  }
}
