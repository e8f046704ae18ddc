package io.realtimegateway.journal.rocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.journal.JournalSettings.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A full disk fences the owners and does not end the process: on a small memory file system, in a
/// process of its own with its own mounts.
final class FullDiskTest {
  private static final String MOUNT_AND_RUN =
      "mount -t tmpfs -o size=48m none \"$1\" && shift && exec \"$@\"";

  @TempDir private Path disk;

  @ParameterizedTest
  @EnumSource(Level.class)
  void afterAFullDiskTheJournalOpensAgainInTheSameProcess(Level level) throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> command =
        List.of(
            "unshare",
            root ? "-m" : "-Urm",
            "sh",
            "-c",
            MOUNT_AND_RUN,
            "sh",
            disk.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            FullDiskProcess.class.getName(),
            disk.toString(),
            level.name());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).contains("everything as expected");
  }
}
