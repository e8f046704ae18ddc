package io.realtimegateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.journal.rocks.RocksJournal;
import io.realtimegateway.journal.testing.UncertainJournal;
import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.store.applications.Webhook;
import io.realtimegateway.store.applications.WebhookHistory;
import io.realtimegateway.store.applications.WebhookPosition;
import io.realtimegateway.store.applications.WebhookRepository;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shard whose records cannot be read does not delay what PostgreSQL has.
final class DamagedShardTest {
  private static final int DAMAGED = 3;

  private final TestDatabase database = TestDatabase.open();
  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final OutboundNames names = new OutboundNames(true);
  private final Webhook webhook =
      new Webhook(
          1,
          "http://127.0.0.1:9/",
          List.of(),
          true,
          "whsec_" + "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0",
          Instant.EPOCH,
          null,
          null);
  private UncertainJournal journal;
  private StoreReads reads;
  private Services services;
  private WebhookSender sender;

  @BeforeEach
  void open(@TempDir Path folder) {
    RocksJournal rocks =
        RocksJournal.open(
            folder.resolve("journal"),
            JournalSettings.defaults(),
            null,
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            _ -> {});
    journal = new UncertainJournal(rocks, 1);
    journal.damage(DAMAGED);
    reads = new StoreReads(journal, rocks.views());
    WebhookHistory history = new WebhookHistory(database.database());
    services =
        new Services(
            WebhookSettings.defaults(),
            new WebhookRepository(database.database()),
            history,
            new Directory(history, new ConversationRepository(database.database()), _ -> Set.of()),
            reads,
            journal::archivedIndex,
            names,
            alarms,
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            Clock.systemUTC(),
            new Random(1),
            new SimpleMeterRegistry());
    sender = new WebhookSender(services, webhook);
  }

  @AfterEach
  void close() {
    sender.close();
    reads.close();
    threads.shutdownNow();
    alarms.shutdownNow();
    names.close();
    journal.close();
    database.close();
  }

  private ShardFollower follower() {
    return new ShardFollower(services, new WebhookPosition(DAMAGED, 0, 0, Instant.now()));
  }

  @Test
  void catchUpEndsWhereTheArchiveEnds() throws Exception {
    CatchUp catchUp = new CatchUp(services, List.of(follower()));
    assertThat(catchUp.step(sender, threads)).isInstanceOf(CatchUp.Result.Done.class);
  }

  /// Otherwise it would catch up to the same position again and again.
  @Test
  void nothingIsCaughtUpBeyondTheArchive() throws Exception {
    assertThat(follower().follow(sender)).isInstanceOf(ShardFollower.Result.Done.class);
  }

  @Test
  void archivedRecordsAreCaughtUp() throws Exception {
    journal.archived(DAMAGED, 5, 9);
    assertThat(follower().follow(sender)).isInstanceOf(ShardFollower.Result.Truncated.class);
  }
}
