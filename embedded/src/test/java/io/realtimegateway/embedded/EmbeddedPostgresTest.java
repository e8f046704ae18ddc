package io.realtimegateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class EmbeddedPostgresTest {

  @TempDir Path folder;

  @Test
  void dataAreKeptAcrossARestart() {
    try (EmbeddedPostgres postgres = start()) {
      inDatabase(
          postgres, database -> database.execute("CREATE TABLE kept AS SELECT 42 AS number"));
    }
    try (EmbeddedPostgres postgres = start()) {
      inDatabase(
          postgres,
          database -> assertThat(first(database, "SELECT number FROM kept")).isEqualTo("42"));
    }
  }

  @Test
  void theServerIsDurableAndRequiresThePassword() throws IOException {
    try (EmbeddedPostgres postgres = start()) {
      inDatabase(
          postgres,
          database -> {
            assertThat(setting(database, "fsync")).isEqualTo("on");
            assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(database, "unix_socket_directories")).isEmpty();
          });
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("password"))))
          .isEqualTo("rw-------");
      assertThat(Files.readString(folder.resolve("data/pg_hba.conf")))
          .contains("scram-sha-256")
          .doesNotContain("trust\n");
      assertThat(postgres.login().toString())
          .doesNotContain(Files.readString(folder.resolve("password")));
    }
  }

  @Test
  void aFolderInUseIsAClearError() {
    try (EmbeddedPostgres _ = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("in use by another process")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }
  }

  @Test
  void aPortInUseIsAClearError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(folder, taken.getLocalPort()))
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
  }

  @Test
  void aPidFileThatNamesAnotherProcessIsRemoved() throws IOException {
    start().close();
    Files.writeString(
        folder.resolve("data/postmaster.pid"),
        ProcessHandle.current().pid() + "\n" + folder + "\n");
    try (EmbeddedPostgres postgres = start()) {
      inDatabase(postgres, EmbeddedPostgresTest::requireWritable);
    }
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void aZombieDoesNotBlockTheStart() throws Exception {
    start().close();
    Process parent =
        new ProcessBuilder("sh", "-c", "sh -c 'exit 0' & echo $!; exec sleep 100").start();
    try {
      String zombie = parent.inputReader().readLine();
      Files.writeString(folder.resolve("data/postmaster.pid"), zombie + "\n" + folder + "/data\n");
      try (EmbeddedPostgres postgres = start()) {
        inDatabase(postgres, EmbeddedPostgresTest::requireWritable);
      }
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void theServerEndsWithItsOwnerEvenIfThatIsKilled() throws Exception {
    Process owner = owner();
    String ready = owner.inputReader().readLine();
    assertThat(ready).isEqualTo("ready");
    ProcessHandle server = Leftover.processIn(folder.resolve("data/postmaster.pid")).orElseThrow();
    owner.destroyForcibly().waitFor();
    server.onExit().get(30, TimeUnit.SECONDS);
    try (EmbeddedPostgres postgres = start()) {
      inDatabase(postgres, EmbeddedPostgresTest::requireWritable);
    }
  }

  @Test
  void aServerThatIsSlowToEndDoesNotBlockItsPort() throws Exception {
    Process owner = owner();
    assertThat(owner.inputReader().readLine()).isEqualTo("ready");
    String port = Files.readString(folder.resolve("port"));
    ProcessHandle server = Leftover.processIn(folder.resolve("data/postmaster.pid")).orElseThrow();
    signal("STOP", server);
    owner.destroyForcibly().waitFor();
    CompletableFuture<Void> goesOn =
        CompletableFuture.runAsync(
            () -> signal("CONT", server), CompletableFuture.delayedExecutor(4, TimeUnit.SECONDS));
    try (EmbeddedPostgres postgres = start()) {
      inDatabase(postgres, EmbeddedPostgresTest::requireWritable);
    }
    goesOn.get();
    assertThat(folder.resolve("port")).hasContent(port);
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  void aServerThatDiesIsStartedAgainOnTheSamePort() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      ProcessHandle server =
          Leftover.processIn(folder.resolve("data/postmaster.pid")).orElseThrow();
      server.destroyForcibly();
      server.onExit().get(30, TimeUnit.SECONDS);
      inDatabase(postgres, EmbeddedPostgresTest::requireWritable);
    }
  }

  @Test
  void eachSystemAndProcessorHasItsArchive() {
    assertThat(Binaries.archiveName("Linux", "amd64")).isEqualTo("linux-x86_64");
    assertThat(Binaries.archiveName("Linux", "aarch64")).isEqualTo("linux-arm_64");
    assertThat(Binaries.archiveName("Mac OS X", "x86_64")).isEqualTo("darwin-x86_64");
    assertThat(Binaries.archiveName("Mac OS X", "aarch64")).isEqualTo("darwin-arm_64");
    assertThatThrownBy(() -> Binaries.archiveName("Windows 11", "amd64"))
        .hasMessageContaining("DATABASE_URL");
    assertThatThrownBy(() -> Binaries.archiveName("Linux", "riscv64"))
        .hasMessageContaining("DATABASE_URL");
  }

  @Test
  void theArchivesAreAllOnTheClassPath() {
    for (String name : List.of("linux-x86_64", "linux-arm_64", "darwin-x86_64", "darwin-arm_64")) {
      assertThat(Binaries.class.getResource("/postgres-" + name + ".txz")).isNotNull();
    }
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(folder, 0);
  }

  private Process owner() throws IOException {
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            Owner.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Starts a database and waits to be killed.
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws InterruptedException {
      EmbeddedPostgres.start(Path.of(arguments[0]), 0);
      System.out.println("ready");
      Thread.currentThread().join();
    }
  }

  /// Connects, again and again while the server starts.
  private static void inDatabase(EmbeddedPostgres postgres, Use use) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try (Connection connection = postgres.login().connect();
          Statement statement = connection.createStatement()) {
        use.with(statement);
        return;
      } catch (SQLException failure) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(failure);
        }
        Thread.onSpinWait();
      }
    }
  }

  private static void requireWritable(Statement database) throws SQLException {
    assertThat(first(database, "SHOW transaction_read_only")).isEqualTo("off");
  }

  private static String setting(Statement database, String name) throws SQLException {
    return first(database, "SHOW " + name);
  }

  private static String first(Statement database, String sql) throws SQLException {
    try (ResultSet rows = database.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private interface Use {
    void with(Statement database) throws SQLException;
  }
}
