package io.realtimegateway.store.testing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.embedded.DatabaseLogin;
import io.realtimegateway.embedded.EmbeddedPostgres;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.DatabaseSettings;
import io.realtimegateway.store.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A fresh, migrated database for a test class, on a PostgreSQL that all test classes of this JVM
/// share. The server ends with the JVM; its folder stays in `target` for the next run.
public final class TestDatabase implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final DatabaseUrl url;
  private final Database database;

  private TestDatabase(DatabaseUrl url, Database database) {
    this.url = url;
    this.database = database;
  }

  /// Makes one.
  public static TestDatabase open() {
    String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    try (Database maintenance =
        Database.open(urlOf("postgres"), DatabaseSettings.defaults(), new SimpleMeterRegistry())) {
      maintenance.update("CREATE DATABASE " + name);
    }
    DatabaseUrl url = urlOf(name);
    Database database = Database.open(url, DatabaseSettings.defaults(), new SimpleMeterRegistry());
    database.prepare();
    return new TestDatabase(url, database);
  }

  /// Where it is, for what opens a pool of its own.
  public DatabaseUrl url() {
    return url;
  }

  public Database database() {
    return database;
  }

  /// A database of the server that all share; it need not exist yet.
  public static DatabaseUrl urlOf(String database) {
    DatabaseLogin login = Shared.SERVER.login(database);
    return new DatabaseUrl(login.jdbcUrl(), login.user(), login.password());
  }

  @Override
  public void close() {
    database.close();
  }

  private static final class Shared {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      Path folder = folder();
      EmbeddedPostgres server = EmbeddedPostgres.start(folder, 0);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder), "stop-postgres"));
      return server;
    }

    private static void end(EmbeddedPostgres server, Path folder) {
      server.close();
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    /// A folder of its own for each JVM, so that modules can be tested at the same time.
    private static Path folder() {
      try {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "postgres");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
