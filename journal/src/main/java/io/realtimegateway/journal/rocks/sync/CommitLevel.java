package io.realtimegateway.journal.rocks.sync;

import io.realtimegateway.journal.Journal.Outcome;
import io.realtimegateway.journal.rocks.store.OpenStore;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to happen after a write before it counts as committed.
public interface CommitLevel extends AutoCloseable {
  Logger LOG = LoggerFactory.getLogger(CommitLevel.class);

  /// An outcome that is due after all earlier ones of the same log.
  ///
  /// @param store to which something was written for it, null where nothing was
  /// @param onCommit runs before a `COMMITTED`
  record Due(
      Executor executor,
      Consumer<Outcome> receiver,
      Outcome outcome,
      @Nullable OpenStore store,
      Runnable onCommit) {
    /// Tells the receiver. What it throws is its own affair and must not keep others from theirs.
    void tell(Outcome what) {
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

  /// Ends the thread behind it; what is still due is fenced.
  @Override
  void close();
}
