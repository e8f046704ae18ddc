package io.realtimegateway.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/warm` records a cache from a real run, and the launch script uses it. A cache that does not
/// fit changes nothing that anybody sees.
final class WarmStartIT {
  private static final String JAR = "server/target/realtime-gateway-server.jar";
  private static final String CACHE = "server/target/realtime-gateway-server.aot";
  private static final String FROM_CACHE = "io.realtimegateway.server.Main source: shared";

  @TempDir private Path folder;

  @Test
  void laterStartsLoadTheClassesOfTheCacheAndDoWithoutOneThatDoesNotFit() throws Exception {
    Path copy = folder.resolve("a server");
    copy("bin", copy);
    copy("server/target", copy);
    copy("server/target/lib", copy);
    Files.deleteIfExists(copy.resolve(CACHE));
    assertThat(loadedClasses(copy, "")).doesNotContain(FROM_CACHE);

    run(copy, "", "bin/warm");
    assertThat(copy.resolve(CACHE)).isNotEmptyFile();
    assertThat(loadedClasses(copy, "")).contains(FROM_CACHE);
    assertThat(loadedClasses(copy, "-XX:+UseZGC")).doesNotContain(FROM_CACHE);

    Files.setLastModifiedTime(copy.resolve(JAR), FileTime.from(Instant.now().minusSeconds(60)));
    assertThat(loadedClasses(copy, "")).doesNotContain(FROM_CACHE);
    Files.writeString(copy.resolve(CACHE), "no cache");
    assertThat(loadedClasses(copy, "")).doesNotContain(FROM_CACHE);
  }

  /// Runs a command that prints one line and nothing else, cache or not.
  private String loadedClasses(Path copy, String options) throws Exception {
    Path log = folder.resolve("classes.log");
    Files.deleteIfExists(log);
    String printed =
        run(copy, options + " -Xlog:class+load:file=" + log, "bin/realtime-gateway", "version");
    assertThat(printed).matches("realtime-gateway \\S+\\R");
    return Files.readString(log);
  }

  private String run(Path copy, String options, String program, String... arguments)
      throws Exception {
    List<String> command =
        Stream.concat(Stream.of(copy.resolve(program).toString()), Stream.of(arguments)).toList();
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("RTG_JAVA_OPTS", options);
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  private static void copy(String from, Path to) throws IOException {
    Path target = Files.createDirectories(to.resolve(from));
    try (Stream<Path> files = Files.list(Repository.folder().resolve(from))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
