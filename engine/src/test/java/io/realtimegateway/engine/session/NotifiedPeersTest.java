package io.realtimegateway.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NotifiedPeersTest {
  @Test
  void itIsASet() {
    Random random = new Random(7);
    Set<Long> expected = new HashSet<>();
    NotifiedPeers told = new NotifiedPeers();
    for (int step = 0; step < 20_000; step++) {
      long user = random.nextInt(1, 300);
      if (random.nextInt(3) == 0) {
        told.remove(user);
        expected.remove(user);
      } else {
        assertThat(told.add(user)).isEqualTo(expected.add(user));
      }
    }
  }

  @Test
  void whoWasForgottenIsNewAgain() {
    NotifiedPeers told = new NotifiedPeers();
    assertThat(told.add(5)).isTrue();
    assertThat(told.add(5)).isFalse();
    told.clear();
    assertThat(told.add(5)).isTrue();
  }
}
