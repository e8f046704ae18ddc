package io.realtimegateway.e2e.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random lives of several clients in several conversations, through the whole server: what each
/// client has built by the rules of the contract is what REST and PostgreSQL say.
///
/// System properties: `lives.seed`, `lives.rounds`, `lives.steps` of each round, and `lives.large`,
/// the messages that a slow client does not read.
final class RandomLivesIT {

  private static final int ROUNDS = Integer.getInteger("lives.rounds", 2);
  private static final int STEPS = Integer.getInteger("lives.steps", 600);

  /// Conversations are evicted as soon as they were not used for a second, and little may wait for
  /// a session.
  private static final List<String> TIGHT =
      List.of(
          "--set", "engine.conversations-in-memory=1",
          "--set", "gateway.outbound-low=16KiB",
          "--set", "gateway.outbound-high=64KiB");

  private final long seed = Long.getLong("lives.seed", ThreadLocalRandom.current().nextInt());

  @TempDir private Path folder;

  @Test
  void everyClientOfOneProcessHasWhatAFreshReadSays() {
    live("one process", Installation::single);
  }

  @Test
  void everyClientOfAnEngineBehindAnEdgeHasWhatAFreshReadSays() {
    live("engine and edge", Installation::split);
  }

  private void live(String what, BiFunction<Path, List<String>, Installation> start) {
    System.out.printf("random lives, %s: -Dlives.seed=%d%n", what, seed);
    try (Installation installation = start.apply(folder, TIGHT);
        RandomLives lives = new RandomLives(installation, seed)) {
      System.out.printf("random lives, %s: %s%n", what, lives.run(ROUNDS, STEPS));
    }
  }
}
