package io.realtimegateway.engine.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.packet.ShardPacket.Seat;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SeatsByPlaceTest {
  @Test
  void thePlacesOfRandomSessionsAreWhatALookAtAllOfThemSays() {
    Random random = new Random(7);
    SeatsByPlace seats = new SeatsByPlace();
    Set<Seat> all = new HashSet<>();
    for (int step = 0; step < 20_000; step++) {
      Seat seat =
          new Seat(
              1 + random.nextInt(20),
              1 + random.nextInt(3),
              random.nextInt(2),
              1 + random.nextInt(9));
      if (random.nextBoolean()) {
        seats.add(seat);
        all.add(seat);
      } else {
        seats.remove(seat);
        all.remove(seat);
      }
      Place place = Place.of(seat);
      assertThat(seats.at(place))
          .containsExactlyInAnyOrderElementsOf(
              all.stream().filter(one -> Place.of(one).equals(place)).toList());
    }
  }
}
