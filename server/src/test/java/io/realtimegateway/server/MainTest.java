package io.realtimegateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void checkConfigPrintsEveryValueWithItsSource() {
    assertThat(execute("check-config", "--port", "7123")).isEqualTo(ExitCode.DONE);
    assertThat(text(out))
        .containsPattern("http\\.port: +7123 +# command line --port\n")
        .containsPattern("node: +0 +# default\n");
  }

  @Test
  void anInvalidConfigurationEndsWithItsExitCode() {
    assertThat(execute("check-config", "--port", "x")).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(text(err)).isEqualTo("http.port is no whole number: 'x' (command line --port)\n");
  }

  @Test
  void checkConfigReadsTheFilesThatAreNamed() throws Exception {
    Path secret = Files.writeString(folder.resolve("short"), "x".repeat(31));
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    Path open = Files.writeString(folder.resolve("open"), "x".repeat(32));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    Path data = folder.resolve("data");

    assertThat(
            execute(
                "check-config",
                "--data",
                data.toString(),
                "--set",
                "tokens.secret-file=" + secret,
                "--set",
                "link.secret-file=" + open,
                "--set",
                "webhooks.trust=" + folder.resolve("no-trust"),
                "--set",
                "tls.certificate=" + folder.resolve("no-certificate"),
                "--set",
                "tls.key=" + folder.resolve("no-key")))
        .isEqualTo(ExitCode.CONFIGURATION);
    assertThat(text(err).lines())
        .hasSize(4)
        .anyMatch(line -> line.contains("short"))
        .anyMatch(line -> line.contains("open"))
        .anyMatch(line -> line.contains("no-trust"))
        .anyMatch(line -> line.contains("no-certificate"));
    assertThat(text(out)).isEmpty();
    assertThat(data).doesNotExist();
  }

  @Test
  void checkConfigMakesNoSecretAndMissesTheOneOfAnEdge() {
    String data = folder.resolve("data").toString();
    assertThat(execute("check-config", "--data", data)).isEqualTo(ExitCode.DONE);
    assertThat(folder.resolve("data")).doesNotExist();
    assertThat(
            execute(
                "check-config",
                "--roles",
                "gateway",
                "--set",
                "link.secret-file=" + folder.resolve("none")))
        .isEqualTo(ExitCode.CONFIGURATION);
    assertThat(text(err)).contains("there is no file " + folder.resolve("none"));
  }

  @Test
  void aMistakenCommandPrintsTheUsage() {
    assertThat(execute("walk")).isEqualTo(ExitCode.USAGE);
    assertThat(text(err)).startsWith("There is no command walk.\nusage:");
  }

  @Test
  void versionAndHelpArePrinted() {
    assertThat(execute("version")).isEqualTo(ExitCode.DONE);
    assertThat(execute("help")).isEqualTo(ExitCode.DONE);
    assertThat(text(out)).startsWith("realtime-gateway ").contains("usage:");
  }

  @Test
  void aDataFolderOfAnotherOwnerIsRefusedAndFreeAfterwards() {
    Path data = folder.resolve("deep/data");
    try (DataFolder taken = DataFolder.take(data)) {
      assertThat(execute("run", "--data", taken.path().toString())).isEqualTo(ExitCode.DATA_FOLDER);
      assertThat(text(err))
          .contains("belongs to another process (process " + ProcessHandle.current().pid() + ")");
    }
    DataFolder.take(data).close();
  }

  @Test
  void theInnerFoldersOfADataFolderAreClosedToOthers() throws Exception {
    Path data = Files.createDirectory(folder.resolve("open"));
    for (String name : List.of("journal", "native", "postgres")) {
      Files.createDirectory(data.resolve(name));
      Files.setPosixFilePermissions(
          data.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
    DataFolder.take(data).close();
    assertThat(mode(data)).isEqualTo("rwxr-xr-x");
    for (String name : List.of("journal", "native", "postgres")) {
      assertThat(mode(data.resolve(name))).as(name).isEqualTo("rwx------");
    }
  }

  @Test
  void anEmptyDataFolderThatWasThereGetsClosedInnerFolders() throws Exception {
    Path data = Files.createDirectory(folder.resolve("empty"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    DataFolder.take(data).close();
    assertThat(mode(data.resolve("journal"))).isEqualTo("rwx------");
    assertThat(mode(data.resolve("native"))).isEqualTo("rwx------");
    assertThat(data.resolve("postgres")).doesNotExist();
  }

  @Test
  void devLoginIsOffByItselfOnAnAddressOfOtherMachines() {
    assertThat(execute("check-config")).isEqualTo(ExitCode.DONE);
    assertThat(text(out)).containsPattern("auth\\.dev-login: +on +# default\n");
    out.reset();
    assertThat(execute("check-config", "--set", "http.host=0.0.0.0")).isEqualTo(ExitCode.DONE);
    assertThat(text(out)).containsPattern("auth\\.dev-login: +off +# default\n");
    assertThat(text(err)).startsWith("Warning: Nobody can sign in").contains("auth.providers");
  }

  @Test
  void devLoginThatOtherMachinesReachIsWarnedOf() {
    assertThat(execute("check-config", "--set", "auth.dev-login=on")).isEqualTo(ExitCode.DONE);
    assertThat(text(err)).isEmpty();
    assertThat(
            execute("check-config", "--set", "auth.dev-login=on", "--set", "http.host=192.0.2.1"))
        .isEqualTo(ExitCode.DONE);
    assertThat(text(err)).startsWith("Warning: auth.dev-login is on").contains("192.0.2.1");
  }

  @Test
  void theKeyOfTheCertificateAndAClientSecretMustBePrivateToo() throws Exception {
    Path open = Files.writeString(folder.resolve("open"), "secret");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(
            execute(
                "check-config",
                "--set",
                "tls.certificate=" + open,
                "--set",
                "tls.key=" + open,
                "--set",
                "database.url=postgres://me@db/chat",
                "--set",
                "database.password-file=" + open,
                "--set",
                "auth.providers.google.client-id=one",
                "--set",
                "auth.providers.google.client-secret-file=" + open))
        .isEqualTo(ExitCode.CONFIGURATION);
    assertThat(text(err).lines())
        .hasSize(3)
        .allMatch(line -> line.contains("is open to other users (rw-rw-rw-): run chmod 600"));
  }

  @Test
  void aPasswordOfTheDatabaseIsGivenOnce() {
    assertThat(
            execute(
                "check-config",
                "--set",
                "database.url=postgres://me:one@db/chat",
                "--set",
                "database.password=two"))
        .isEqualTo(ExitCode.CONFIGURATION);
    assertThat(text(err))
        .isEqualTo(
            "database.password must not be given beside a password in database.url (command line"
                + " --set)\n");
  }

  @Test
  void thePortOfAnEngineAloneIsRefused() {
    assertThat(execute("check-config", "--roles", "engine", "--port", "7000"))
        .isEqualTo(ExitCode.CONFIGURATION);
    assertThat(text(err)).contains("http.port has no effect on an engine alone");
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void aDataFolderThatIsAFileIsRefused() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(execute("run", "--data", file.toString())).isEqualTo(ExitCode.DATA_FOLDER);
  }

  @Test
  void aTakenPortIsRefused() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(execute("run", "--data", folder.toString(), "--port", port))
          .isEqualTo(ExitCode.PORT);
      assertThat(text(err))
          .contains("Cannot listen on 127.0.0.1 port " + port, "choose another port with --port");
    }
  }

  private ExitCode execute(String... arguments) {
    return new Main(new PrintStream(out, true), new PrintStream(err, true), folder, Map.of())
        .execute(List.of(arguments));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
