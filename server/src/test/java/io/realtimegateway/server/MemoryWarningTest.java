package io.realtimegateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MemoryWarningTest {
  private static final long MEBIBYTE = 1L << 20;

  @Test
  void theConfiguredConnectionsMustFitIntoTheMemory() {
    Optional<Integer> connections = Optional.of(6_400); // 100 MB
    assertThat(MemoryWarning.of(connections, 400 * MEBIBYTE)).isEmpty();
    assertThat(MemoryWarning.of(connections, 400 * MEBIBYTE - 1).orElseThrow())
        .contains("has 399 MB", "need 400 MB for 6400 connections", "limits.connections");
  }

  @Test
  void withoutALimitOnlyTheServerItselfMustFit() {
    assertThat(MemoryWarning.of(Optional.empty(), 300 * MEBIBYTE)).isEmpty();
    assertThat(MemoryWarning.of(Optional.empty(), 299 * MEBIBYTE)).isPresent();
  }

  @Test
  void unknownMemoryIsNoReasonToWarn() {
    assertThat(MemoryWarning.of(Optional.of(1_000_000), 0)).isEmpty();
    assertThat(MemoryWarning.ofThisMachine()).isPositive();
  }
}
