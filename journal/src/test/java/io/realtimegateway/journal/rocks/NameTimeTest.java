package io.realtimegateway.journal.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class NameTimeTest {
  @Test
  void theTimeOfAUuid7IsRead() {
    assertThat(NameTime.of("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"))
        .isEqualTo(OptionalLong.of(0x017F22E279B0L));
    assertThat(NameTime.of(RandomHistory.uuid7(1_800_000_000_123L, 5)))
        .isEqualTo(OptionalLong.of(1_800_000_000_123L));
  }

  @Test
  void anyOtherTextHasNone() {
    assertThat(NameTime.of("017f22e2-79b0-4cc3-98c4-dc0c0c07398f")).isEmpty();
    assertThat(NameTime.of("017f22e2-79b0-7cc3-98c4-dc0c0c07398")).isEmpty();
    assertThat(NameTime.of("017f22e2-79b0-7cc3-98c4+dc0c0c07398f")).isEmpty();
    assertThat(NameTime.of("017f22e2-79b0-7cc3-98c4-dc0c0c07398g")).isEmpty();
    assertThat(NameTime.of("")).isEmpty();
  }
}
