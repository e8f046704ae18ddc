package io.realtimegateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is trusted then is tried with real receivers, in `e2e`.
final class WebhookTrustTest {
  @Test
  void aFileWithoutCertificatesIsAFaultOfTheConfiguration(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path other = Files.writeString(folder.resolve("other.pem"), "no certificate");
    for (Path file : new Path[] {folder.resolve("none.pem"), empty, other}) {
      assertThatThrownBy(() -> WebhookTrust.of(Optional.of(file)))
          .isInstanceOfSatisfying(
              StartFailure.class,
              failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
          .hasMessageStartingWith("webhooks.trust: " + file + " holds no certificates in PEM");
    }
    assertThat(WebhookTrust.of(Optional.empty())).isNotNull();
  }
}
