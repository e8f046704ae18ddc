package io.realtimegateway.gateway.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class WheelTest {
  private static final long TICK = 10;

  private static final class Alarm extends Wheel.Entry {
    final long deadline;

    Alarm(long deadline) {
      this.deadline = deadline;
    }
  }

  private final List<Alarm> told = new ArrayList<>();
  private final Wheel<Alarm> wheel = new Wheel<>(8, Duration.ofNanos(TICK), 1000, told::add);

  private Alarm alarm(long deadline) {
    Alarm alarm = new Alarm(deadline);
    wheel.arm(alarm, deadline);
    return alarm;
  }

  @Test
  void anEntryIsToldOnceItsDeadlineHasPassed() {
    Alarm alarm = alarm(1025);
    wheel.advance(1029);
    assertThat(told).isEmpty();
    wheel.advance(1030);
    assertThat(told).containsExactly(alarm);
    wheel.advance(1200);
    assertThat(told).hasSize(1);
  }

  @Test
  void aDisarmedEntryIsNotTold() {
    wheel.disarm(alarm(1025));
    wheel.advance(2000);
    assertThat(told).isEmpty();
  }

  @Test
  void armingAnewMovesTheDeadline() {
    Alarm alarm = alarm(1060);
    wheel.arm(alarm, 1010);
    wheel.advance(1010);
    assertThat(told).containsExactly(alarm);
  }

  @Test
  void anEntryThatIsDueAlreadyIsToldWithTheNextTick() {
    wheel.advance(1040);
    Alarm alarm = alarm(900);
    wheel.advance(1050);
    assertThat(told).containsExactly(alarm);
  }

  @Test
  void aDeadlineBeyondTheSpanIsToldEarly() {
    Alarm alarm = alarm(100_000);
    wheel.advance(1070);
    assertThat(told).containsExactly(alarm);
  }

  @Test
  void whoeverIsToldMayArmAgain() {
    List<Long> beats = new ArrayList<>();
    List<Wheel<Alarm>> self = new ArrayList<>();
    Wheel<Alarm> beating =
        new Wheel<>(
            8,
            Duration.ofNanos(TICK),
            0,
            alarm -> {
              beats.add(alarm.deadline);
              self.getFirst().arm(alarm, 0);
            });
    self.add(beating);
    beating.arm(new Alarm(1), 1);
    beating.advance(50);
    assertThat(beats).hasSize(5);
  }

  @Property(tries = 300)
  void nothingIsToldEarlyWithinTheSpanNorForgotten(
      @ForAll @Size(max = 50) List<@IntRange(min = 1, max = 60) Integer> delays) {
    List<Alarm> heard = new ArrayList<>();
    Wheel<Alarm> fresh = new Wheel<>(8, Duration.ofNanos(TICK), 0, heard::add);
    delays.forEach(delay -> fresh.arm(new Alarm(delay), delay));
    for (long now = 0; now <= 80; now += 3) {
      int before = heard.size();
      fresh.advance(now);
      for (Alarm alarm : heard.subList(before, heard.size())) {
        assertThat(alarm.deadline).isLessThanOrEqualTo(now);
        assertThat(now - alarm.deadline).isLessThan(2 * TICK + 3);
      }
    }
    assertThat(heard).hasSameSizeAs(delays);
  }
}
