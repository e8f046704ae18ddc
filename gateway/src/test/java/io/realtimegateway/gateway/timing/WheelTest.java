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

  private final List<Alarm> due = new ArrayList<>();
  private final Wheel<Alarm> wheel = new Wheel<>(8, Duration.ofNanos(TICK), 1000, due::add);

  private Alarm alarm(long deadline) {
    Alarm alarm = new Alarm(deadline);
    wheel.arm(alarm, deadline);
    return alarm;
  }

  @Test
  void anEntryIsDueOnceItsDeadlineHasPassed() {
    Alarm alarm = alarm(1025);
    wheel.advance(1029);
    assertThat(due).isEmpty();
    wheel.advance(1030);
    assertThat(due).containsExactly(alarm);
    wheel.advance(1200);
    assertThat(due).hasSize(1);
  }

  @Test
  void aDisarmedEntryIsNotDue() {
    wheel.disarm(alarm(1025));
    wheel.advance(2000);
    assertThat(due).isEmpty();
  }

  @Test
  void armingAgainMovesTheDeadline() {
    Alarm alarm = alarm(1060);
    wheel.arm(alarm, 1010);
    wheel.advance(1010);
    assertThat(due).containsExactly(alarm);
  }

  @Test
  void anEntryWhoseDeadlineHasPassedIsDueWithTheNextTick() {
    wheel.advance(1040);
    Alarm alarm = alarm(900);
    wheel.advance(1050);
    assertThat(due).containsExactly(alarm);
  }

  @Test
  void aDeadlineBeyondTheSpanIsDueEarly() {
    Alarm alarm = alarm(100_000);
    wheel.advance(1070);
    assertThat(due).containsExactly(alarm);
  }

  @Test
  void anEntryThatIsDueMayBeArmedAgain() {
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
  void withinTheSpanNoEntryIsDueEarlyOrForgotten(
      @ForAll @Size(max = 50) List<@IntRange(min = 1, max = 60) Integer> delays) {
    List<Alarm> fired = new ArrayList<>();
    Wheel<Alarm> fresh = new Wheel<>(8, Duration.ofNanos(TICK), 0, fired::add);
    delays.forEach(delay -> fresh.arm(new Alarm(delay), delay));
    for (long now = 0; now <= 80; now += 3) {
      int before = fired.size();
      fresh.advance(now);
      for (Alarm alarm : fired.subList(before, fired.size())) {
        assertThat(alarm.deadline).isLessThanOrEqualTo(now);
        assertThat(now - alarm.deadline).isLessThan(2 * TICK + 3);
      }
    }
    assertThat(fired).hasSameSizeAs(delays);
  }
}
