package io.realtimegateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EpochTextTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 0x00c0ffee00c0ffeeL, Long.MAX_VALUE - 1, Long.MIN_VALUE, -1})
  void digitsGiveTheirEpoch(long epoch) {
    assertThat(EpochText.read("%016x".formatted(epoch))).hasValue(epoch);
  }

  @Test
  void zerosGiveAnEpochThatNoEngineUses() {
    assertThat(EpochText.read("0000000000000000")).hasValue(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ff",
        "00000000000000FF",
        "00000000000000fg",
        "000000000000000ff",
        "-00000000000000f",
        "+00000000000000f",
        "٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠"
      })
  void otherTextsGiveNoEpoch(String text) {
    assertThat(EpochText.read(text)).isEmpty();
  }
}
