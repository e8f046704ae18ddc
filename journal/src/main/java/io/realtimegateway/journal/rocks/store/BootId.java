package io.realtimegateway.journal.rocks.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Identifies the current boot of the machine.
public final class BootId {
  private static final Path LINUX = Path.of("/proc/sys/kernel/random/boot_id");

  private BootId() {}

  /// The boot id of the operating system. If there is none, a new id each time: then only a clean
  /// close proves a tail.
  public static String current() {
    try {
      return Files.isReadable(LINUX) ? Files.readString(LINUX).strip() : fromSysctl();
    } catch (IOException _) {
      return UUID.randomUUID().toString();
    }
  }

  private static String fromSysctl() throws IOException {
    Process process = new ProcessBuilder("sysctl", "-n", "kern.bootsessionuuid").start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    return said.isEmpty() ? UUID.randomUUID().toString() : said;
  }
}
