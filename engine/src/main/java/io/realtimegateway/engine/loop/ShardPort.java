package io.realtimegateway.engine.loop;

import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The services of the event loop for the conversations and users of one shard: the journal, the
/// other shards, the links and the time. Everything here is called on the event loop, and nothing
/// blocks.
public final class ShardPort {
  private final ShardLog log;
  private final Mail mail;
  private final PeerLinks links;
  private final LongSupplier nanos;
  private final BlockingExecutor blocking;
  private final LoopFailures failures;

  /// A port of the shard of `log`.
  ///
  /// @param nanos a clock that does not step
  public ShardPort(
      ShardLog log,
      Mail mail,
      PeerLinks links,
      LongSupplier nanos,
      BlockingExecutor blocking,
      LoopFailures failures) {
    this.log = log;
    this.mail = mail;
    this.links = links;
    this.nanos = nanos;
    this.blocking = blocking;
    this.failures = failures;
  }

  /// Positions of the shard.
  public ShardLog log() {
    return log;
  }

  /// Assigns a record its position and appends it at the end of the turn.
  public void append(JournalRecord record, AppendWaiter waiter) {
    log.append(record, waiter);
  }

  /// Runs `then` if the log is still owned after the call, `otherwise` if not.
  public void barrier(Runnable then, Runnable otherwise) {
    log.barrier(then, otherwise);
  }

  /// Sends a packet to its shard.
  public void post(ShardPacket packet) {
    mail.post(packet);
  }

  /// The open link of a gateway loop, or null.
  public @Nullable PeerLink link(LoopAddress address) {
    return links.of(address);
  }

  /// Nanoseconds of a clock that does not step.
  public long now() {
    return nanos.getAsLong();
  }

  /// Runs a task so that its failure affects nothing else.
  ///
  /// @return whether it did not fail
  public boolean guard(Runnable task) {
    return log.guard(task);
  }

  /// Counts and logs a failure that was caught.
  public void failed(Throwable failure) {
    log.failed(failure);
  }

  /// Runs a read that may block, off the loop. Exactly one of `done` and `failed` is run, on the
  /// loop and guarded, later than this call.
  public <R> void read(Callable<R> work, Consumer<R> done, Consumer<Exception> failed) {
    blocking.call(
        work,
        result -> guard(() -> done.accept(result)),
        failure -> guard(() -> failed.accept(failure)));
  }

  /// Counts and logs a look-up that failed.
  public void lookUpFailed(Exception failure) {
    failures.lookUpFailed(failure);
  }
}
