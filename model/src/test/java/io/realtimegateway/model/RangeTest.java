package io.realtimegateway.model;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class RangeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final ByteSize KIB = ByteSize.ofKibibytes(1);
  private static final ByteSize MIB = ByteSize.ofMebibytes(1);

  @Test
  void bothEndsAreAllowedAndWhatIsBeyondIsNamedWithKeyAndRange() {
    Range.require("a.key", 1, 1, 9);
    Range.require("a.key", 9, 1, 9);
    refused(() -> Range.require("a.key", 0, 1, 9), "a.key must be 1..9, is 0");
    refused(() -> Range.require("a.key", 10, 1, 9), "a.key must be 1..9, is 10");
  }

  @Test
  void durationsAndSizesAreNamedAsTheConfigurationWritesThem() {
    Range.require("a.key", SECOND, SECOND, HOUR);
    Range.require("a.key", HOUR, SECOND, HOUR);
    refused(
        () -> Range.require("a.key", Duration.ofMillis(999), SECOND, HOUR),
        "a.key must be 1s..1h, is 999ms");
    refused(
        () -> Range.require("a.key", Duration.ofSeconds(3601), SECOND, HOUR),
        "a.key must be 1s..1h, is 3601s");

    Range.require("a.key", KIB, KIB, MIB);
    Range.require("a.key", MIB, KIB, MIB);
    refused(
        () -> Range.require("a.key", new ByteSize(1023), KIB, MIB),
        "a.key must be 1KiB..1MiB, is 1023B");
    refused(
        () -> Range.require("a.key", new ByteSize((1 << 20) + 1), KIB, MIB),
        "a.key must be 1KiB..1MiB, is 1048577B");
  }

  @Test
  void aTextIsNeitherBlankNorTooLong() {
    Range.requireText("a.key", "abc", 3);
    refused(() -> Range.requireText("a.key", " ", 3), "a.key must have 1..3 characters");
    refused(() -> Range.requireText("a.key", "abcd", 3), "a.key must have 1..3 characters");
    refused(() -> Range.requireText("a.key", ""), "a.key must not be empty");
  }

  private static void refused(ThrowingCallable check, String message) {
    assertThatIllegalArgumentException().isThrownBy(check).withMessage(message);
  }
}
