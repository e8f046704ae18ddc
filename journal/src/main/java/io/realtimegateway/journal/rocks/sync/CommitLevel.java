package io.realtimegateway.journal.rocks.sync;

import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.rocks.store.OpenStore;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What must happen after a write before it counts as committed.
public interface CommitLevel extends AutoCloseable {
  Logger LOG = LoggerFactory.getLogger(CommitLevel.class);

  /// An outcome that is delivered after all earlier ones of the same log.
  ///
  /// @param store the store that was written, null if nothing was
  /// @param onCommit runs before a `COMMITTED`
  record Due(
      Executor executor,
      Consumer<Outcome> receiver,
      Outcome outcome,
      @Nullable OpenStore store,
      Runnable onCommit) {
    /// Delivers the outcome. An exception of the receiver must not prevent the delivery of others.
    void complete(Outcome what) {
      try {
        if (what == Outcome.COMMITTED) {
          onCommit.run();
        }
        receiver.accept(what);
      } catch (RuntimeException failed) {
        LOG.error("The receiver of an outcome failed", failed);
      }
    }
  }

  /// Delivers an outcome when it is due. On the owner's loop; never waits.
  void deliver(Due due);

  /// Ends the thread behind it; pending outcomes become `FENCED`.
  @Override
  void close();
}
