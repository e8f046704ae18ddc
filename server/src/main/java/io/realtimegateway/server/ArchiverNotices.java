package io.realtimegateway.server;

import io.realtimegateway.engine.Engine;
import io.realtimegateway.engine.archive.ArchiverEvents;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.webhooks.WebhookDispatcher;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes what the archiver notices on to engine and webhooks, which start after it.
final class ArchiverNotices implements ArchiverEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiverNotices.class);

  private final Consumer<ExitCode> end;
  private final Runnable prepare;
  private volatile @Nullable Engine engine;
  private volatile @Nullable WebhookDispatcher webhooks;

  /// Passes on to neither yet.
  ///
  /// @param end ends the process
  /// @param prepare what the start does with a database that answers; run if it answers later
  ArchiverNotices(Consumer<ExitCode> end, Runnable prepare) {
    this.end = end;
    this.prepare = prepare;
  }

  /// From now on the engine is notified.
  void begin(Engine started) {
    engine = started;
  }

  /// From now on the webhooks are notified.
  void begin(WebhookDispatcher started) {
    webhooks = started;
  }

  @Override
  public void databaseIsBack() {
    prepare.run();
  }

  @Override
  public void archived(List<Journal.Archived> shards) {
    Engine toNotify = engine;
    if (toNotify != null) {
      toNotify.archived(shards);
    }
    WebhookDispatcher toWake = webhooks;
    if (toWake != null) {
      toWake.wake();
    }
  }

  @Override
  public void fenced(String reason) {
    LOG.error("This engine no longer owns the archive and ends: {}", reason);
    Engine toFence = engine;
    if (toFence != null) {
      toFence.fence();
    }
    end.accept(ExitCode.FENCED);
  }

  @Override
  public void stopped(int shard, String cause) {
    LOG.error("Shard {} is no longer archived: {}", shard, cause);
  }
}
