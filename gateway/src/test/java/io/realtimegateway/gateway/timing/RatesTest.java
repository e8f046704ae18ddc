package io.realtimegateway.gateway.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RatesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Rate RATE = new Rate(10, 3);

  @Test
  void aBurstIsAllowedAndThenTheRate() {
    TokenBucket bucket = new TokenBucket(0);
    assertThat(bucket.take(RATE, 0)).isTrue();
    assertThat(bucket.take(RATE, 0)).isTrue();
    assertThat(bucket.take(RATE, 0)).isTrue();
    assertThat(bucket.take(RATE, 0)).isFalse();
    assertThat(bucket.waitNanos(RATE, 0)).isEqualTo(SECOND / 10);
    assertThat(bucket.take(RATE, SECOND / 10 - 1)).isFalse();
    assertThat(bucket.take(RATE, SECOND / 10)).isTrue();
    assertThat(bucket.take(RATE, SECOND / 10)).isFalse();
  }

  @Test
  void aQuietTimeFillsTheBucketButNoMore() {
    TokenBucket bucket = new TokenBucket(0);
    for (int at = 0; at < 3; at++) {
      assertThat(bucket.take(RATE, 100 * SECOND)).isTrue();
    }
    assertThat(bucket.take(RATE, 100 * SECOND)).isFalse();
  }

  @Test
  void eachAddressHasARateOfItsOwn() {
    AddressRates rates = new AddressRates(new Rate(1, 1), 2);
    assertThat(rates.take("a", 0)).isEmpty();
    assertThat(rates.take("a", 0)).hasValue(SECOND);
    assertThat(rates.take("b", 0)).isEmpty();
  }

  @Test
  void allAddressesOfAnIpv6NetworkOf64BitsShareARate() {
    AddressRates rates = new AddressRates(new Rate(1, 1), 10);
    assertThat(rates.take("2001:db8:1:2::1", 0)).isEmpty();
    assertThat(rates.take("2001:db8:1:2:ffff:ffff:ffff:ffff", 0)).hasValue(SECOND);
    assertThat(rates.take("2001:db8:1:3::1", 0)).isEmpty();
    assertThat(rates.take("192.0.2.7", 0)).isEmpty();
    assertThat(rates.take("::ffff:192.0.2.7", 0)).hasValue(SECOND);
  }

  @Test
  void onlySoManyAddressesAreRememberedAndTheQuietestIsForgotten() {
    AddressRates rates = new AddressRates(new Rate(1, 1), 2);
    assertThat(rates.take("a", 0)).isEmpty();
    assertThat(rates.take("b", 0)).isEmpty();
    assertThat(rates.take("a", 0)).isPresent();
    assertThat(rates.take("c", 0)).isEmpty();
    assertThat(rates.take("a", 0)).isPresent();
    assertThat(rates.take("b", 0)).isEmpty();
  }

  @Test
  void aRateMayBeSlowerThanOneASecond() {
    Rate sixAMinute = new Rate(6, Duration.ofMinutes(1), 2);
    TokenBucket bucket = new TokenBucket(0);
    assertThat(bucket.take(sixAMinute, 0)).isTrue();
    assertThat(bucket.take(sixAMinute, 0)).isTrue();
    assertThat(bucket.waitNanos(sixAMinute, 0)).isEqualTo(10 * SECOND);
    assertThat(bucket.take(sixAMinute, 10 * SECOND - 1)).isFalse();
    assertThat(bucket.take(sixAMinute, 10 * SECOND)).isTrue();
  }

  @Test
  void allSessionsOfAUserShareABucketAndAnotherUserHasAnother() {
    UserRates rates = new UserRates(new Rate(10, 2), 10);
    SharedBucket first = rates.of(1, 0);
    SharedBucket second = rates.of(1, 0);
    assertThat(first.take(0)).isZero();
    assertThat(second.take(0)).isZero();
    assertThat(first.take(0)).isEqualTo(SECOND / 10);
    assertThat(second.take(SECOND / 10 - 1)).isEqualTo(1);
    assertThat(rates.of(2, 0).take(0)).isZero();
    assertThat(second.take(SECOND / 10)).isZero();
  }

  @Test
  void whatIsChargedBeyondTheBucketHasToComeBackFirst() {
    SharedBucket bucket = new UserRates(new Rate(10, 2), 10).of(1, 0);
    bucket.charge(0, 0);
    assertThat(bucket.take(0)).isZero();
    bucket.charge(11, 0);
    assertThat(bucket.take(0)).isEqualTo(11 * SECOND / 10);
    assertThat(bucket.take(11 * SECOND / 10 - 1)).isEqualTo(1);
    assertThat(bucket.take(11 * SECOND / 10)).isZero();
  }

  @Test
  void aNewSessionGetsTheBucketThatAnEarlierOneEmptied() {
    UserRates rates = new UserRates(new Rate(1, 1), 2);
    assertThat(rates.of(1, 0).take(0)).isZero();
    assertThat(rates.of(1, 0).take(0)).isEqualTo(SECOND);
    rates.of(2, 0);
    assertThat(rates.of(1, 0).take(0)).isEqualTo(SECOND);
    rates.of(3, 0);
    assertThat(rates.of(1, 0).take(0)).as("the newest are kept").isEqualTo(SECOND);
    rates.of(2, 0);
    rates.of(3, 0);
    assertThat(rates.of(1, 0).take(0)).as("forgotten behind two others").isZero();
  }

  @Test
  void withoutALimitNothingIsCounted() {
    SharedBucket bucket = new UserRates(Rate.UNLIMITED, 2).of(1, 0);
    bucket.charge(Integer.MAX_VALUE, 0);
    assertThat(bucket.take(0)).isZero();
  }

  @Test
  void aRateOfNothingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ZERO, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, 0));
  }
}
