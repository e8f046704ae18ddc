package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.Records.SHARD;
import static io.realtimegateway.journal.rocks.TestStore.commit;
import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.rocks.store.LogHeaders;
import io.realtimegateway.model.record.JournalEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogHeadersTest {
  private static final int BLOCK_BYTES = 32 << 10;

  /// Bytes of a record that would be changed if they were taken for its type.
  private static final String TYPES = "\5\6\7\10\13";

  @TempDir private Path parent;
  private long index = 2;

  /// Records within a block, over many blocks, and records that end at each of the last bytes of a
  /// block.
  @Test
  void intactLogsAreNotChanged() throws IOException {
    TestStore store = new TestStore(parent);
    try (RocksJournal journal = store.open()) {
      journal.own(0, Runnable::run);
      commit(journal, 0, 1, List.of(Records.start(1, 1), Records.loaded(2, 1, 7, 1, 2)));
      for (int length = 0; length < 200_000; length += 9_973) {
        append(journal, length);
      }
      for (int left = 0; left < 10; left++) {
        endBeforeTheEndOfABlock(store, journal, left);
      }
      append(journal, 1_000_000);
      append(journal, 1);
      TestStore killed = store.copyTo(parent.resolve("killed"));
      TestStore before = killed.copyTo(parent.resolve("before"));
      LogHeaders.repair(killed.folder);
      for (Path file : before.files("")) {
        assertThat(killed.folder.resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
      try (RocksJournal opened = killed.open()) {
        assertThat(opened.own(0, Runnable::run).shards().get(SHARD).index()).isEqualTo(index);
      }
    }
  }

  private void endBeforeTheEndOfABlock(TestStore store, RocksJournal journal, int left)
      throws IOException {
    while (leftInBlock(store) < 4_000 || leftInBlock(store) > 15_000) {
      append(journal, 1_000);
    }
    long before = leftInBlock(store);
    append(journal, 1_000);
    long more = before - leftInBlock(store) - 1_000;
    append(journal, (int) (leftInBlock(store) - left - more));
    assertThat(leftInBlock(store) % BLOCK_BYTES).isEqualTo(left);
  }

  private static long leftInBlock(TestStore store) throws IOException {
    return BLOCK_BYTES - Files.size(store.newest(".log")) % BLOCK_BYTES;
  }

  private void append(RocksJournal journal, int length) {
    index++;
    String content = TYPES.repeat(length / TYPES.length() + 1).substring(0, length);
    String name = "name %06d".formatted(index);
    JournalEntry entry = Records.message(index, 1, 7, index - 2, content, name, 5);
    commit(journal, 0, 1, List.of(entry));
  }
}
