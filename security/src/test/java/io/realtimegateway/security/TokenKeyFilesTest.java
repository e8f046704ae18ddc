package io.realtimegateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokenKeyFilesTest {
  private static final Instant CHANGED = Instant.parse("2026-03-01T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;

  private Path file(String name, String secret) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, secret);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.setLastModifiedTime(file, FileTime.from(CHANGED));
    return file;
  }

  private static LoginTokens tokens(TokenKeys keys, Instant now) {
    return new LoginTokens(TokenSettings.defaults(), keys, InstantSource.fixed(now), RANDOM);
  }

  @Test
  void whatThePreviousSecretSignedIsAcceptedForADayAfterTheChange() throws IOException {
    Path old = file("old", "an old secret that is long enough, really");
    Path current = file("current", "a new secret that is long enough, really");
    TokenKeys before =
        new TokenKeyFiles(old, Optional.empty(), Duration.ofDays(1)).read(new SecretFiles(RANDOM));
    TokenKeys after =
        new TokenKeyFiles(current, Optional.of(old), Duration.ofDays(1))
            .read(new SecretFiles(RANDOM));
    Instant late = CHANGED.plus(Duration.ofDays(1));

    String token = tokens(before, late.minusSeconds(10)).issue(42).token();

    assertThat(tokens(after, late.minusSeconds(1)).verify(token)).isPresent();
    assertThat(tokens(after, late).verify(token)).isEmpty();
    assertThat(tokens(before, late).verify(tokens(after, late).issue(42).token())).isEmpty();
  }

  @Test
  void theSameSecretTwiceIsRefusedByName() throws IOException {
    Path old = file("old", "a secret that is long enough, really, yes");
    Path current = file("current", "a secret that is long enough, really, yes");
    TokenKeyFiles files = new TokenKeyFiles(current, Optional.of(old), Duration.ofDays(1));

    assertThatThrownBy(() -> files.read(new SecretFiles(RANDOM)))
        .isInstanceOf(SecretFileException.class)
        .hasMessageContaining("current")
        .hasMessageContaining("old");
  }

  @Test
  void aPreviousSecretIsAcceptedForThirtyDaysAtMost() {
    assertThatThrownBy(
            () -> new TokenKeyFiles(folder, Optional.empty(), Duration.ofDays(30).plusSeconds(1)))
        .hasMessage("tokens.previous-secret-accepted must be 0s..30d, is 2592001s");
  }
}
