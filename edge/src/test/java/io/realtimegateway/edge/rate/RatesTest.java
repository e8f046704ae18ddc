package io.realtimegateway.edge.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.realtimegateway.security.web.AddressKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RatesTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Rate RATE = Rate.perSecond(10, 3);

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
    KeyedBuckets<String> rates = new KeyedBuckets<>(Rate.perSecond(1, 1), 2);
    assertThat(rates.take("a", 0)).isZero();
    assertThat(rates.take("a", 0)).isEqualTo(SECOND);
    assertThat(rates.take("b", 0)).isZero();
  }

  @Test
  void allAddressesOfAnIpv6NetworkOf64BitsShareARate() {
    KeyedBuckets<String> rates = new KeyedBuckets<>(Rate.perSecond(1, 1), 10);
    assertThat(rates.take(AddressKey.of("2001:db8:1:2::1"), 0)).isZero();
    assertThat(rates.take(AddressKey.of("2001:db8:1:2:ffff:ffff:ffff:ffff"), 0)).isEqualTo(SECOND);
    assertThat(rates.take(AddressKey.of("2001:db8:1:3::1"), 0)).isZero();
    assertThat(rates.take(AddressKey.of("192.0.2.7"), 0)).isZero();
    assertThat(rates.take(AddressKey.of("::ffff:192.0.2.7"), 0)).isEqualTo(SECOND);
  }

  @Test
  void onlySoManyAddressesAreRememberedAndTheQuietestIsForgotten() {
    KeyedBuckets<String> rates = new KeyedBuckets<>(Rate.perSecond(1, 1), 2);
    assertThat(rates.take("a", 0)).isZero();
    assertThat(rates.take("b", 0)).isZero();
    assertThat(rates.take("a", 0)).isPositive();
    assertThat(rates.take("c", 0)).isZero();
    assertThat(rates.take("a", 0)).isPositive();
    assertThat(rates.take("b", 0)).isZero();
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
    KeyedBuckets<Long> rates = new KeyedBuckets<>(Rate.perSecond(10, 2), 10);
    SharedBucket first = rates.of(1L, 0);
    SharedBucket second = rates.of(1L, 0);
    assertThat(first.take(0)).isZero();
    assertThat(second.take(0)).isZero();
    assertThat(first.take(0)).isEqualTo(SECOND / 10);
    assertThat(second.take(SECOND / 10 - 1)).isEqualTo(1);
    assertThat(rates.of(2L, 0).take(0)).isZero();
    assertThat(second.take(SECOND / 10)).isZero();
  }

  @Test
  void whatIsChargedBeyondTheBucketHasToComeBackFirst() {
    SharedBucket bucket = new KeyedBuckets<Long>(Rate.perSecond(10, 2), 10).of(1L, 0);
    bucket.charge(0, 0);
    assertThat(bucket.take(0)).isZero();
    bucket.charge(11, 0);
    assertThat(bucket.take(0)).isEqualTo(11 * SECOND / 10);
    assertThat(bucket.take(11 * SECOND / 10 - 1)).isEqualTo(1);
    assertThat(bucket.take(11 * SECOND / 10)).isZero();
  }

  @Test
  void aNewSessionGetsTheBucketThatAnEarlierOneEmptied() {
    KeyedBuckets<Long> rates = new KeyedBuckets<>(Rate.perSecond(1, 1), 2);
    assertThat(rates.of(1L, 0).take(0)).isZero();
    assertThat(rates.of(1L, 0).take(0)).isEqualTo(SECOND);
    rates.of(2L, 0);
    assertThat(rates.of(1L, 0).take(0)).isEqualTo(SECOND);
    rates.of(3L, 0);
    assertThat(rates.of(1L, 0).take(0)).as("the newest are kept").isEqualTo(SECOND);
    rates.of(2L, 0);
    rates.of(3L, 0);
    assertThat(rates.of(1L, 0).take(0)).as("forgotten behind two others").isZero();
  }

  @Test
  void withoutALimitNothingIsCounted() {
    SharedBucket bucket = new KeyedBuckets<Long>(Rate.OFF, 2).of(1L, 0);
    bucket.charge(Integer.MAX_VALUE, 0);
    assertThat(bucket.take(0)).isZero();
  }

  @Test
  void aRateOfNothingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ZERO, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond(1, 0));
  }

  @Test
  void aSlowRateMayHaveAHugeBurst() {
    KeyedBuckets<Long> buckets = new KeyedBuckets<>(Rate.parse("1/h burst 999999999"), 1);
    for (int taken = 0; taken < 1000; taken++) {
      assertThat(buckets.take(1L, 0)).isZero();
    }
  }

  @Test
  void aRateIsWrittenAsItIsRead() {
    for (String text : List.of("20/s burst 40", "30/m", "1/h", "999999999/s burst 1", "off")) {
      assertThat(Rate.parse(text)).hasToString(text);
    }
    assertThat(Rate.parse("20/s burst 20")).hasToString("20/s");
    for (String text : List.of("", "0/s", "20", "20/d", "20/s burst", "1000000000/s", "-1/s")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Rate.parse(text));
    }
  }

  @Test
  void whetherThereIsATokenCanBeAskedWithoutTakingIt() {
    KeyedBuckets<String> buckets = new KeyedBuckets<>(Rate.perSecond(1, 1), 2);
    assertThat(buckets.has("a", 0)).isTrue();
    assertThat(buckets.take("a", 0)).isZero();
    assertThat(buckets.has("a", SECOND - 1)).isFalse();
    assertThat(buckets.has("a", SECOND)).isTrue();
    assertThat(new KeyedBuckets<String>(Rate.OFF, 1).has("a", 0)).isTrue();
  }
}
