package io.realtimegateway.link.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.link.Fixture;
import io.realtimegateway.protocol.packet.Position;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Handshake 1 s, ping every 2 s, pong within 3 s; the clock begins just before it overflows.
final class PulseTest {
  private static final long SECOND = 1_000_000_000;
  private static final long START = Long.MAX_VALUE - SECOND / 2;

  private final Pulse pulse =
      new Pulse(
          Fixture.with(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)), START);

  @Test
  void aHandshakeEndsAtItsDeadline() {
    assertThat(pulse.isHandshakeOver(at(0.9))).isFalse();
    assertThat(pulse.isHandshakeOver(at(1))).isTrue();
  }

  @Test
  void aPingIsDueAfterEachIntervalAlsoWhenPacketsCome() {
    pulse.opened(START);
    pulse.sawLife();
    assertThat(pulse.isPingDue(at(1.9))).isFalse();
    assertThat(pulse.isPingDue(at(2))).isTrue();
    pulse.ping(List.of(), at(2));
    assertThat(pulse.isPingDue(at(3.9))).isFalse();
    assertThat(pulse.isPingDue(at(4))).isTrue();
  }

  @Test
  void aPeerThatSendsNoPacketAfterAPingIsSilentHoweverOftenItIsPinged() {
    pulse.opened(START);
    pulse.ping(List.of(), at(2));
    pulse.ping(List.of(), at(4));
    assertThat(pulse.isSilent(true, at(4.9))).isFalse();
    assertThat(pulse.isSilent(true, at(5))).isTrue();
    assertThat(pulse.isSilent(false, at(5))).isFalse();
  }

  @Test
  void anyPacketIsASignOfLife() {
    pulse.opened(START);
    pulse.ping(List.of(), at(2));
    pulse.sawLife();
    assertThat(pulse.isSilent(true, at(60))).isFalse();
    pulse.ping(List.of(), at(60));
    assertThat(pulse.isSilent(true, at(62.9))).isFalse();
    assertThat(pulse.isSilent(true, at(63))).isTrue();
  }

  @Test
  void aPeerThatKeepsTakingQueuedBytesIsAlive() {
    pulse.opened(START);
    pulse.ping(List.of(), at(2));
    pulse.progress(false, 1000, at(3));
    pulse.progress(false, 2000, at(4));
    assertThat(pulse.isSilent(true, at(6.9))).isFalse();
    assertThat(pulse.isSilent(true, at(7))).isTrue();
  }

  @Test
  void aPeerThatTakesNoQueuedBytesIsSilentEvenIfNotRead() {
    pulse.opened(START);
    pulse.progress(false, 1000, at(3));
    pulse.progress(false, 904, at(7));
    assertThat(pulse.isSilent(false, at(7.9))).isFalse();
    assertThat(pulse.isSilent(false, at(8))).isTrue();
    pulse.progress(true, 2000, at(8));
    assertThat(pulse.isSilent(false, at(60))).isFalse();
  }

  @Test
  void aPingCarriesEachPositionOnceUntilItChanges() {
    pulse.sent(List.of(new Position(1, 9, 5), new Position(2, 9, 5)));
    assertThat(pulse.ping(List.of(new Position(1, 9, 5), new Position(2, 9, 6)), START).positions())
        .containsExactly(new Position(2, 9, 6));
    assertThat(pulse.ping(List.of(new Position(1, 8, 5), new Position(2, 9, 6)), START).positions())
        .containsExactly(new Position(1, 8, 5));
    assertThat(pulse.ping(List.of(new Position(1, 8, 5)), START).positions()).isEmpty();
  }

  @Test
  void everyPingHasItsOwnNonce() {
    assertThat(pulse.ping(List.of(), START).nonce())
        .isNotEqualTo(pulse.ping(List.of(), START).nonce());
  }

  private static long at(double seconds) {
    return START + (long) (seconds * SECOND);
  }
}
