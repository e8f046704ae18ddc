package io.realtimegateway.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.JournalStatus;
import io.realtimegateway.model.record.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class LogWriterTest {
  private final HeldBarriers journal = new HeldBarriers();
  private final List<Integer> fenced = new ArrayList<>();
  private final LogWriter writer = new LogWriter(3, journal, () -> {}, fenced::add);

  @Test
  void aBarrierOfAnEarlierTermDoesNotLoseTheLogAgain() {
    List<String> told = new ArrayList<>();
    writer.own(1);
    writer.barrier(() -> told.add("passed"), () -> told.add("refused"));
    writer.fence();
    writer.own(2);
    journal.held.getFirst().accept(Journal.Outcome.FENCED);
    assertThat(told).containsExactly("refused");
    assertThat(writer.isOwned()).isTrue();
    assertThat(fenced).containsExactly(3);
  }

  @Test
  void aBarrierThatIsFencedLosesTheLog() {
    writer.own(1);
    writer.barrier(() -> {}, () -> {});
    journal.held.getFirst().accept(Journal.Outcome.FENCED);
    assertThat(writer.isOwned()).isFalse();
    assertThat(fenced).containsExactly(3);
  }

  /// Keeps what barriers would be told.
  private static final class HeldBarriers implements Journal {
    final List<Consumer<Outcome>> held = new ArrayList<>();

    @Override
    public Ownership own(int log, Executor executor) {
      return new Ownership(log, 1, List.of());
    }

    @Override
    public void append(List<Append> appends) {}

    @Override
    public void barrier(int log, long term, Consumer<Outcome> outcome) {
      held.add(outcome);
    }

    @Override
    public List<JournalEntry> read(int shard, long fromIndex, int maxEntries, int maxBytes) {
      return List.of();
    }

    @Override
    public void archived(List<Archived> shards) {}

    @Override
    public long archivedIndex(int shard) {
      return 0;
    }

    @Override
    public long firstIndex(int shard) {
      return 1;
    }

    @Override
    public JournalStatus status() {
      return new JournalStatus(0, 0, 1, true, false, "");
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void close() {}
  }
}
