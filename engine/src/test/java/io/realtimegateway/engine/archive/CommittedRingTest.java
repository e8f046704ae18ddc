package io.realtimegateway.engine.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CommittedRingTest {
  private static final long WEIGHT = EntryWeight.of(entry(0, 1));

  @Test
  void refusesWhatFindsNoSlot() {
    CommittedRing ring = new CommittedRing(3, 100 * WEIGHT);
    assertThat(ring.offer(entry(0, 1))).isTrue();
    assertThat(ring.offer(entry(0, 2))).isTrue();
    assertThat(ring.offer(entry(1, 1))).isTrue();
    assertThat(ring.offer(entry(0, 3))).isFalse();
    assertThat(ring.poll()).isEqualTo(entry(0, 1));
    assertThat(ring.offer(entry(0, 4))).isTrue();
    assertThat(polled(ring)).containsExactly(entry(0, 2), entry(1, 1), entry(0, 4));
  }

  @Test
  void refusesWhatIsTooMuchUntilSomethingIsReleased() {
    CommittedRing ring = new CommittedRing(100, 2 * WEIGHT);
    assertThat(ring.offer(entry(0, 1))).isTrue();
    assertThat(ring.offer(entry(0, 2))).as("exactly as much as it may hold").isTrue();
    assertThat(ring.offer(entry(0, 3))).isFalse();
    List<JournalEntry> polled = polled(ring);
    assertThat(ring.offer(entry(0, 4))).as("polled entries still count").isFalse();
    ring.release(polled.getFirst());
    assertThat(ring.offer(entry(0, 5))).isTrue();
    assertThat(ring.bytes()).isEqualTo(2 * WEIGHT);
  }

  @Test
  void refusesAnEntryThatIsTooLargeForIt() {
    CommittedRing ring = new CommittedRing(100, 1_000);
    List<Long> users = LongStream.range(0, 1_000).boxed().toList();
    assertThat(ring.offer(new JournalEntry(0, 1, 1, 1, new OnlineChanged(users, List.of()))))
        .isFalse();
    assertThat(ring.bytes()).isZero();
    assertThat(ring.offer(entry(0, 2))).isTrue();
  }

  @Test
  void keepsTheOrderOfEachLoopWhileSeveralOfferAtOnce() {
    int loops = 3;
    int each = 200_000;
    CommittedRing ring = new CommittedRing(64, 50 * WEIGHT);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int loop = 0; loop < loops; loop++) {
      int shard = loop;
      all.add(CompletableFuture.runAsync(() -> offerAll(ring, shard, each)));
    }
    long[] next = {1, 1, 1};
    for (int taken = 0; taken < loops * each; ) {
      JournalEntry entry = ring.poll();
      if (entry == null) {
        Thread.onSpinWait();
        continue;
      }
      assertThat(entry.index()).isEqualTo(next[entry.shard()]++);
      ring.release(entry);
      taken++;
    }
    all.forEach(CompletableFuture::join);
    assertThat(ring.poll()).isNull();
    assertThat(ring.bytes()).isZero();
  }

  private static void offerAll(CommittedRing ring, int shard, int count) {
    for (int index = 1; index <= count; index++) {
      while (!ring.offer(entry(shard, index))) {
        Thread.onSpinWait();
      }
    }
  }

  private static List<JournalEntry> polled(CommittedRing ring) {
    List<JournalEntry> polled = new ArrayList<>();
    for (JournalEntry entry = ring.poll(); entry != null; entry = ring.poll()) {
      polled.add(entry);
    }
    return polled;
  }

  private static JournalEntry entry(int shard, long index) {
    return new JournalEntry(shard, 1, index, 1, new EpochStarted(1, "test"));
  }
}
