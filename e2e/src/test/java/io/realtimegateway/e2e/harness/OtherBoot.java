package io.realtimegateway.e2e.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Lets a server believe that the machine has been started again since.
public final class OtherBoot {

  private static final String SCRIPT =
      "echo 00000000-1111-2222-3333-444444444444 > \"$1\""
          + " && mount --bind \"$1\" /proc/sys/kernel/random/boot_id && shift && exec \"$@\"";

  private OtherBoot() {}

  /// The program through which a server is started.
  ///
  /// @param file that it may write
  public static String[] program(Path file) {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> program = new ArrayList<>(List.of("unshare", root ? "-m" : "-Urm"));
    program.addAll(List.of("sh", "-c", SCRIPT, "sh", file.toString()));
    return program.toArray(String[]::new);
  }
}
