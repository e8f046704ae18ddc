package io.realtimegateway.engine;

import io.realtimegateway.engine.database.EngineDatabase;
import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.store.logins.RecentRevocations;
import io.realtimegateway.store.logins.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks in PostgreSQL periodically for changes of which the engine was not notified: conversations
/// whose announcement was lost, and logins that were ended through another process.
final class Sweepers {
  private static final Logger LOGGER = LoggerFactory.getLogger(Sweepers.class);
  private static final int ANNOUNCEMENTS = 100;

  private final EngineDatabase database;
  private final Engine engine;
  private final AtomicBoolean startsOver = new AtomicBoolean();
  private Instant revokedUpTo = Instant.EPOCH;
  private long announcedUpTo;
  private final Thread announcements;
  private final Thread revocations;

  Sweepers(EngineOptions settings, EngineDatabase database, Engine engine) {
    this.database = database;
    this.engine = engine;
    this.announcements =
        Thread.ofVirtual()
            .name("announcements")
            .unstarted(() -> repeat("announcements", settings.announceInterval(), this::announce));
    this.revocations =
        Thread.ofVirtual()
            .name("revocations")
            .unstarted(() -> repeat("revocations", settings.revocationInterval(), this::revoke));
  }

  void start() {
    announcements.start();
    revocations.start();
  }

  void stop() {
    announcements.interrupt();
    revocations.interrupt();
  }

  private void repeat(String what, Duration every, Runnable sweep) {
    boolean wasFailing = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Thread.sleep(every);
        sweep.run();
        wasFailing = false;
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException failure) {
        if (!wasFailing) {
          LOGGER.warn("{} cannot be read now: {}", what, failure.toString());
        }
        wasFailing = true;
      }
    }
  }

  /// Takes a page at a time and continues after its last conversation: those of a halted shard stay
  /// unannounced and must not hide the others.
  private void announce() {
    List<Long> found = database.unannounced(announcedUpTo, ANNOUNCEMENTS);
    for (long conversation : found) {
      engine.onShard(Shards.ofConversation(conversation), loop -> loop.announce(conversation));
    }
    announcedUpTo = found.size() < ANNOUNCEMENTS ? 0 : found.getLast();
  }

  /// A log had no owner for a while: notifications in that time may not have reached its shards.
  void startOver() {
    startsOver.set(true);
  }

  private void revoke() {
    if (startsOver.getAndSet(false)) {
      revokedUpTo = Instant.EPOCH;
    }
    RecentRevocations recent = database.revokedSince(revokedUpTo);
    for (Revocation revocation : recent.revocations()) {
      LoginsRevoked revoked =
          new LoginsRevoked(
              revocation.userID(),
              revocation.loginID(),
              revocation.issuedBefore().toEpochMilli(),
              revocation.keptUntil().toEpochMilli());
      engine.onShard(Shards.ofUser(revocation.userID()), loop -> loop.revoked(revoked));
    }
    revokedUpTo = recent.upTo();
  }
}
