package io.realtimegateway.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.engine.loop.LoopAddress;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionsByLoopTest {
  @Test
  void thePlacesOfRandomSessionsAreWhatALookAtAllOfThemSays() {
    Random random = new Random(7);
    SessionsByLoop addresses = new SessionsByLoop();
    Set<SessionAddress> all = new HashSet<>();
    for (int step = 0; step < 20_000; step++) {
      SessionAddress address =
          new SessionAddress(
              1 + random.nextInt(20),
              1 + random.nextInt(3),
              random.nextInt(2),
              1 + random.nextInt(9));
      if (random.nextBoolean()) {
        addresses.add(address);
        all.add(address);
      } else {
        addresses.remove(address);
        all.remove(address);
      }
      LoopAddress place = LoopAddress.of(address);
      assertThat(addresses.at(place))
          .containsExactlyInAnyOrderElementsOf(
              all.stream().filter(one -> LoopAddress.of(one).equals(place)).toList());
    }
  }
}
