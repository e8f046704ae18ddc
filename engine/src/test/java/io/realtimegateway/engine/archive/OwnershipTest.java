package io.realtimegateway.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.journal.rocks.RocksJournal;
import io.realtimegateway.model.Shards;
import io.realtimegateway.store.archive.ShardPositions;
import io.realtimegateway.store.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may archive where PostgreSQL was away at the start.
final class OwnershipTest {
  private static final long OTHER = 4;
  private static final long OWN = 7;

  private final TestDatabase database = TestDatabase.open();
  private final ShardPositions positions = new ShardPositions(database.database());
  private RocksJournal journal;

  @BeforeEach
  void open(@TempDir Path folder) {
    journal =
        RocksJournal.open(
            folder.resolve("journal"),
            JournalSettings.defaults(),
            null,
            Clock.systemUTC(),
            new SimpleMeterRegistry(),
            _ -> {});
    positions.claim(OTHER, Shards.COUNT);
  }

  @AfterEach
  void close() {
    journal.close();
    database.close();
  }

  @Test
  void anArchiveThatAnotherLeftWhereItBeganIsClaimed() {
    Ownership ownership = new Ownership(positions, journal, OWN, () -> {});
    ownership.claimLate();
    assertThat(ownership.read()).hasSize(Shards.COUNT).allMatch(row -> row.owner() == OWN);
  }

  @Test
  void whatAnotherEngineArchivedBeforeIsNotOnTheWay() {
    archive(3, 9);
    Ownership ownership = new Ownership(positions, journal, OWN, () -> {});
    assertThatThrownBy(ownership::claimLate)
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("shard 3 up to 9");
    assertThat(positions.all()).as("fences no other").allMatch(row -> row.owner() == OTHER);
  }

  @Test
  void whatAnotherEngineArchivesBetweenTheCheckAndTheClaimIsNotOnTheWay() {
    Ownership ownership = new Ownership(positions, journal, OWN, () -> archive(3, 9));
    assertThatThrownBy(ownership::claimLate)
        .isInstanceOf(FencedException.class)
        .hasMessageContaining("shard 3 up to 9");
  }

  private void archive(int shard, long index) {
    database
        .database()
        .update(
            "UPDATE shard_positions SET epoch = 5, \"index\" = ? WHERE shard = ?", index, shard);
  }
}
