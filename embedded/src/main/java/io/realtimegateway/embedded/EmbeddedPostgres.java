package io.realtimegateway.embedded;

import io.realtimegateway.model.Backoff;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL server in one folder, on 127.0.0.1. If the server dies, it is started again on the
/// same port.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String DATABASE = "realtime_gateway";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int PORT_ATTEMPTS = 40;

  /// A recovery after a crash counts.
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private final Path folder;
  private final FolderLock lock;
  private final Binaries binaries;
  private final Account account;
  private final Password password;
  private final Cluster cluster;
  private final int port;

  /// Guards `server` and `isClosed`.
  private final Object monitor = new Object();

  private PostgresProcess server;
  private boolean isClosed;

  private EmbeddedPostgres(Path folder, int fixedPort, FolderLock lock) throws IOException {
    this.folder = folder;
    this.lock = lock;
    this.account = Account.here();
    this.binaries = Binaries.unpackedInto(folder.resolve("binaries"));
    this.password = Password.in(folder.resolve("password"));
    this.cluster = Cluster.in(folder, binaries, account, password);
    Leftover.clear(cluster.folder()); // It holds the port until it has ended.
    this.port = fixedPort == 0 ? sameOrFree(folder) : requireFree(fixedPort);
    this.server = startServer();
  }

  /// Starts the server; the first start unpacks the programs and creates the database, which takes
  /// some seconds.
  ///
  /// @param where everything of it; made if it is missing
  /// @param fixedPort on 127.0.0.1; 0 takes a free one at each start
  /// @throws EmbeddedPostgresException with a message for the operator
  public static EmbeddedPostgres start(Path where, int fixedPort) {
    Path folder = where.toAbsolutePath().normalize();
    try {
      Account.here().makeFolder(folder);
      FolderLock lock = FolderLock.take(folder);
      boolean isStarted = false;
      try {
        EmbeddedPostgres postgres = new EmbeddedPostgres(folder, fixedPort, lock);
        postgres.begin();
        isStarted = true;
        return postgres;
      } finally {
        if (!isStarted) {
          lock.close();
        }
      }
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          String.format(Locale.ROOT, "cannot use the data folder %s: %s", folder, failure),
          failure);
    }
  }

  /// Login of the database that the first start creates.
  public DatabaseLogin login() {
    return login(DATABASE);
  }

  /// Login of another database of the same server, which must exist.
  public DatabaseLogin login(String database) {
    return new DatabaseLogin(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, Cluster.USER, password.text());
  }

  /// Stops the server and releases the folder.
  @Override
  public void close() {
    synchronized (monitor) {
      if (isClosed) {
        return;
      }
      isClosed = true;
    }
    try {
      current().stop();
      lock.close();
    } catch (IOException failure) {
      throw new EmbeddedPostgresException("cannot stop PostgreSQL: " + failure, failure);
    }
  }

  private void begin() {
    makeDatabase();
    watch();
  }

  private PostgresProcess current() {
    synchronized (monitor) {
      return server;
    }
  }

  private PostgresProcess startServer() throws IOException {
    return PostgresProcess.start(
        binaries, account, cluster.folder(), folder.resolve("server.log"), port, START_TIMEOUT);
  }

  private void watch() {
    current()
        .whenEnded(
            () -> Thread.ofPlatform().name("embedded-postgres").daemon().start(this::restart));
  }

  private void restart() {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    while (true) {
      synchronized (monitor) {
        if (isClosed) {
          return;
        }
        LOGGER.error("PostgreSQL ended by itself, starting it again");
        try {
          server = startServer();
          watch();
          return;
        } catch (IOException | EmbeddedPostgresException failure) {
          LOGGER.error("PostgreSQL does not start again", failure);
        }
      }
      if (!paused(backoff.next())) {
        return;
      }
    }
  }

  private static boolean paused(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException _) {
      return false;
    }
  }

  private void makeDatabase() {
    try (Connection connection = login("postgres").connect();
        Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    } catch (SQLException failure) {
      close();
      throw new EmbeddedPostgresException(
          "PostgreSQL refuses a new database: " + failure.getMessage(), failure);
    }
  }

  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet result =
        statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
      return result.next();
    }
  }

  /// The port of the last start if it is free, so that other programs that know it find the
  /// database again.
  private static int sameOrFree(Path folder) throws IOException {
    Path file = folder.resolve("port");
    int port = portOfLastStart(file);
    if (port == 0) {
      port = freePort();
      Files.writeString(file, Integer.toString(port));
    }
    return port;
  }

  private static int portOfLastStart(Path file) throws IOException {
    if (Files.notExists(file)) {
      return 0;
    }
    try {
      int port = Integer.parseInt(Files.readString(file).strip());
      return becomesFree(port) ? port : 0;
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  /// The previous server may still be shutting down.
  private static boolean becomesFree(int port) throws IOException {
    Duration pause = Duration.ofMillis(50);
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      try {
        requireFree(port);
        return true;
      } catch (EmbeddedPostgresException _) {
        if (!paused(pause)) {
          return false;
        }
      }
    }
    return false;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static int requireFree(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return port;
    } catch (IOException failure) {
      throw new EmbeddedPostgresException(
          String.format(
              Locale.ROOT, "port %d for the embedded PostgreSQL is in use; choose another", port),
          failure);
    }
  }
}
