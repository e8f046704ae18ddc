package io.realtimegateway.e2e.audit;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing that was acknowledged is lost, doubled or reordered, whatever is killed. Some cycles in
/// `make test`, many in `make crash-test CYCLES=1000`.
///
/// System properties: `crash.cycles`, half of them on each installation, `crash.seed`,
/// `crash.commands`, which each author puts in a cycle at most, `crash.faults`, some of [Fault]
/// with commas between, and `crash.patience`, for how many seconds what is wrong may still come
/// right.
final class CrashAuditIT {

  private static final int CYCLES = Integer.getInteger("crash.cycles", 8);
  private static final int COMMANDS = Integer.getInteger("crash.commands", 300);

  private final long seed = Long.getLong("crash.seed", ThreadLocalRandom.current().nextInt());

  @TempDir private Path folder;

  @Test
  void nothingAcknowledgedByOneProcessIsLostDoubledOrReordered() {
    audit("one process", CYCLES - CYCLES / 2, Installation::single);
  }

  @Test
  void nothingAcknowledgedByAnEngineBehindAnEdgeIsLostDoubledOrReordered() {
    audit("engine and edge", CYCLES / 2, Installation::split);
  }

  private static List<Fault> faults() {
    String named = System.getProperty("crash.faults", "");
    return named.isEmpty()
        ? List.of(Fault.values())
        : Arrays.stream(named.split(",")).map(Fault::valueOf).toList();
  }

  private void audit(String what, int cycles, Function<Path, Installation> start) {
    System.out.printf("crash audit of %s: %d cycles, -Dcrash.seed=%d%n", what, cycles, seed);
    try (Installation installation = start.apply(folder);
        Auditor auditor = new Auditor(installation, seed, COMMANDS, faults())) {
      System.out.printf("crash audit of %s: %s%n", what, auditor.run(cycles));
    }
  }
}
