package io.realtimegateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.journal.JournalSettings.Level;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class JournalSettingsTest {
  @Test
  void theDefaultsAreThoseOfTheDesign() {
    JournalSettings settings = JournalSettings.defaults();
    assertThat(settings.level()).isEqualTo(Level.WRITTEN);
    assertThat(settings.maxUnarchivedBytes()).isEqualTo(8L << 30);
    assertThat(settings.retentionWindow()).isEqualTo(Duration.ofHours(1));
    assertThat(settings.retentionBytes()).isEqualTo(1L << 30);
    assertThat(settings.namesBytes()).isEqualTo(2L << 30);
    assertThat(settings.namesAge()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.maxConversations()).isEqualTo(1_000_000);
    assertThat(settings.syncInterval()).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void aValueOutOfRangeIsNamedWithItsRange() {
    assertThatThrownBy(() -> with(1, Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("journal.max-unarchived-bytes must be 1048576..1099511627776, is 1");
    assertThatThrownBy(() -> with(1 << 20, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("journal.retention-window must be 1s..365d, is 0s");
  }

  private static JournalSettings with(long maxUnarchivedBytes, Duration window) {
    JournalSettings standard = JournalSettings.defaults();
    return new JournalSettings(
        Path.of("x"),
        standard.level(),
        maxUnarchivedBytes,
        window,
        standard.retentionBytes(),
        standard.namesBytes(),
        standard.namesAge(),
        standard.maxConversations(),
        standard.writeBufferBytes(),
        standard.slowdownFiles(),
        standard.cacheBytes(),
        standard.syncInterval(),
        standard.compactionBytesPerSecond(),
        standard.reserveBytes());
  }
}
