package io.realtimegateway.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.realtimegateway.e2e.harness.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/jdk25` with the pin of an archive of the test's, which a mirror on loopback serves.
final class JdkDownloadTest {
  private static final String TODAYS_MESSAGE = "No JDK 25 found. Install one";

  @TempDir private Path folder;

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer mirror;
  private byte[] archive;
  private boolean isCut;

  /// How the script ended.
  private record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void serve() throws Exception {
    archive = archive();
    Files.createDirectory(folder.resolve("bin"));
    Files.copy(
        Repository.folder().resolve("bin/jdk25"),
        folder.resolve("bin/jdk25"),
        StandardCopyOption.COPY_ATTRIBUTES);
    mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    mirror.createContext(
        "/jdk.tar.gz",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(200, archive.length);
          exchange.getResponseBody().write(archive, 0, isCut ? archive.length / 2 : archive.length);
          exchange.close(); // Before all is written, this closes the connection.
        });
    mirror.start();
    pin(sum(archive));
  }

  @AfterEach
  void stop() {
    mirror.stop(0);
  }

  @Test
  void theArchiveIsDownloadedOnceAndSaidBefore() throws Exception {
    Outcome first = run();
    assertThat(first.err())
        .startsWith("No JDK 25 found: downloading Eclipse Temurin 25 ")
        .contains(address(), cache().toString());
    assertThat(first.err().lines()).hasSize(1);
    assertThat(first.exitCode()).isZero();
    Path home = Path.of(first.out().strip());
    assertThat(home.resolve("bin/javac")).isExecutable();
    assertThat(run()).isEqualTo(new Outcome(0, first.out(), ""));
    assertThat(run("--installed").out()).isEqualTo(first.out());
    assertThat(requests).hasValue(1);
    assertNothingElseIn(cache(), home);
  }

  @Test
  void anArchiveOfAnotherChecksumIsNotUsed() throws Exception {
    pin("0".repeat(64));
    assertRefused("What came has the SHA-256 " + sum(archive) + " and not " + "0".repeat(64));
    assertNothingElseIn(cache(), null);
  }

  @Test
  void aDownloadThatIsCutIsNotKept() throws Exception {
    isCut = true;
    assertRefused("The download failed or was cut");
    assertNothingElseIn(cache(), null);
    isCut = false;
    assertThat(run().exitCode()).isZero();
  }

  @Test
  void whereNothingIsTheMessageSaysWhatToInstall() throws Exception {
    Files.writeString(
        folder.resolve("bin/jdk25.pins"),
        Files.readString(folder.resolve("bin/jdk25.pins")).replace("jdk.tar.gz", "none"));
    assertRefused("The download failed or was cut");
  }

  @Test
  void withoutANetworkTheMessageSaysWhatToInstall() throws Exception {
    mirror.stop(0);
    assertRefused("The download failed or was cut");
  }

  @Test
  void aLookDownloadsNothing() throws Exception {
    assertThat(run("--installed").err()).startsWith(TODAYS_MESSAGE);
    assertThat(run("--runtime").err()).startsWith(TODAYS_MESSAGE);
    assertThat(requests).hasValue(0);
  }

  @Test
  void thePinsNameTheArchivesOfOneRelease() throws IOException {
    Pattern line =
        Pattern.compile(
            "(linux|mac)-(x64|aarch64) [0-9a-f]{64} https://github\\.com/adoptium/"
                + "temurin25-binaries/releases/download/jdk-25\\.0\\.4\\.1%2B1/"
                + "OpenJDK25U-jdk_\\2_\\1_hotspot_25\\.0\\.4\\.1_1\\.tar\\.gz");
    List<String> pins =
        Files.readAllLines(Repository.folder().resolve("bin/jdk25.pins")).stream()
            .filter(text -> !text.startsWith("#"))
            .toList();
    assertThat(pins).hasSize(4).allMatch(line.asMatchPredicate());
    assertThat(pins.stream().map(text -> text.split(" ", -1)[1])).doesNotHaveDuplicates();
  }

  private void assertRefused(String reason) throws Exception {
    Outcome outcome = run();
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains(reason, TODAYS_MESSAGE);
  }

  private static void assertNothingElseIn(Path cache, @org.jspecify.annotations.Nullable Path home)
      throws IOException {
    try (Stream<Path> found = Files.list(cache)) {
      if (home == null) {
        assertThat(found).isEmpty();
      } else {
        assertThat(found).containsExactly(home);
      }
    }
  }

  private Path cache() {
    return folder.resolve("cache");
  }

  private String address() {
    return "http://127.0.0.1:" + mirror.getAddress().getPort() + "/jdk.tar.gz";
  }

  private void pin(String sum) throws IOException {
    StringBuilder pins = new StringBuilder("# of the test\n");
    for (String platform : List.of("linux-x64", "linux-aarch64", "mac-x64", "mac-aarch64")) {
      pins.append(platform).append(' ').append(sum).append(' ').append(address()).append('\n');
    }
    Files.writeString(folder.resolve("bin/jdk25.pins"), pins);
  }

  private Outcome run(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(folder.resolve("bin/jdk25").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().remove("RTG_JDK_URL");
    builder.environment().put("RTG_JDK_CACHE", cache().toString());
    builder.environment().put("RTG_JDK_PINNED", "1");
    builder.environment().put("no_proxy", "127.0.0.1");
    Path err = folder.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }

  /// As the real one is laid out, with programs that do nothing.
  private byte[] archive() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("made/jdk-25/bin"));
    for (String program : List.of("java", "javac")) {
      Path file = Files.writeString(bin.resolve(program), "#!/bin/sh\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"25.0.4.1\"\n");
    Path made = folder.resolve("jdk.tar.gz");
    Process tar =
        new ProcessBuilder(
                "tar", "-czf", made.toString(), "-C", folder.resolve("made").toString(), "jdk-25")
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    return Files.readAllBytes(made);
  }

  private static String sum(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
