package io.realtimegateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Uuid7Test {
  @Property(tries = 200)
  void theJdkReadsWhatIsMadeAndTheTimeComesBack(
      @ForAll @LongRange(min = 0, max = (1L << 48) - 1) long millis, @ForAll long seed) {
    Uuid7 names = new Uuid7(InstantSource.fixed(Instant.ofEpochMilli(millis)), new Random(seed));
    String text = names.next();
    UUID parsed = UUID.fromString(text);
    assertThat(parsed).hasToString(text);
    assertThat(parsed.version()).isEqualTo(7);
    assertThat(parsed.variant()).isEqualTo(2);
    assertThat(Uuid7.time(text)).hasValue(millis);
    assertThat(names.next()).isNotEqualTo(text);
  }

  @Test
  void theExampleOfTheStandardIsRecognised() {
    String example = "017F22E2-79B0-7CC3-98C4-DC0C0C07398F";
    assertThat(Uuid7.time(example)).hasValue(Instant.parse("2022-02-22T19:22:22Z").toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c-1",
        "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-c8c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
        "017f22e2x79b0-7cc3-98c4-dc0c0c07398f",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398\u0663"
      })
  void anotherTextIsNotRecognised(String text) {
    assertThat(Uuid7.is(text)).isFalse();
    assertThat(Uuid7.time(text)).isEmpty();
  }
}
