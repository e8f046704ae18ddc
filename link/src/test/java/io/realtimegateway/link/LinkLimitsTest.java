package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.ByteSize;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkLimitsTest {
  @ParameterizedTest
  @CsvSource({"2, 1, 2", "3, 1, 3", "64, 1, 4", "1024, 1, 4"})
  void theWaterMarksStayWithinTheConfiguredLimit(int limit, int low, int high) {
    LinkSettings settings =
        new LinkSettings(
            "127.0.0.1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10),
            ByteSize.ofMebibytes(limit));
    LinkLimits limits = LinkLimits.of(settings);
    assertThat(limits.outbound())
        .isEqualTo(new LinkLimits.OutboundLimits(low << 20, high << 20, limit << 20));
    assertThat(limits.pingInterval()).isEqualTo(Duration.ofSeconds(4));
    assertThat(limits.pongTimeout()).isEqualTo(Duration.ofSeconds(6));
  }
}
