package io.realtimegateway.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What another JVM keeps alive.
public final class Heap {

  private static final Pattern USED = Pattern.compile("used (\\d+)([KM])");

  private Heap() {}

  /// Used bytes right after a full collection, in MiB.
  public static long liveMebibytes(long pid) {
    jcmd(pid, "GC.run");
    Matcher matcher = USED.matcher(jcmd(pid, "GC.heap_info"));
    if (!matcher.find()) {
      throw new IllegalStateException("jcmd does not say what is used");
    }
    long used = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("K") ? used >> 10 : used;
  }

  private static String jcmd(long pid, String command) {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Process process =
          new ProcessBuilder(program, Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("jcmd " + command + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
