package io.realtimegateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.store.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// A server that is demoted, or not yet promoted, refuses to write on connections that began then.
final class FailoverTest {
  private static final int POOL = 6;
  private static final String WRITE = "UPDATE users SET display_name = display_name WHERE false";

  @Test
  void connectionsOfTheReadOnlyTimeAreThrownAway() throws Exception {
    try (TestDatabase test = TestDatabase.open();
        Database maintenance = open(TestDatabase.urlOf("postgres"));
        Database database = open(test.url())) {
      String name = test.url().toString().substring(test.url().toString().indexOf('/') + 1);
      fillPool(database);
      assertThat(database.isWritable()).isTrue();

      maintenance.update("ALTER DATABASE " + name + " SET default_transaction_read_only = on");
      terminate(maintenance, name);
      awaitReadOnly(database);
      fillPool(database);
      assertThat(database.isWritable()).as("health while it is read-only").isFalse();
      assertThatThrownBy(() -> database.update(WRITE))
          .isInstanceOfSatisfying(
              DatabaseException.class, away -> assertThat(away.isUnavailable()).isTrue());

      maintenance.update("ALTER DATABASE " + name + " RESET default_transaction_read_only");
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (failures(database) > 0) {
        assertThat(System.nanoTime()).as("time until every connection can write").isLessThan(end);
      }
      assertThat(database.isWritable()).isTrue();
    }
  }

  private static Database open(DatabaseUrl url) {
    DatabaseSettings usual = DatabaseSettings.defaults();
    return Database.open(
        url,
        new DatabaseSettings(
            usual.url(),
            usual.password(),
            usual.passwordFile(),
            usual.transactionPooling(),
            usual.embeddedPort(),
            POOL,
            usual.startWait(),
            usual.statementTimeout()),
        new SimpleMeterRegistry());
  }

  private static void terminate(Database maintenance, String name) {
    maintenance.list(
        "SELECT pg_terminate_backend(pid) AS done FROM pg_stat_activity WHERE datname = ?",
        row -> row.truth("done"),
        name);
  }

  private static void awaitReadOnly(Database database) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (true) {
      try {
        database.update(WRITE);
      } catch (DatabaseException refused) {
        if (refused.sqlState().equals("25006")) {
          return;
        }
      }
      assertThat(System.nanoTime()).as("time until it is read-only").isLessThan(end);
    }
  }

  /// Opens every connection that the pool may have.
  private static void fillPool(Database database) throws Exception {
    CyclicBarrier all = new CyclicBarrier(POOL);
    together(
        () ->
            database.transaction(
                session -> {
                  session.list("SELECT 1 AS one", row -> row.count("one"));
                  try {
                    return all.await();
                  } catch (Exception broken) {
                    throw new IllegalStateException(broken);
                  }
                }));
  }

  /// How many of as many writes at once as there are connections are refused.
  private static long failures(Database database) throws Exception {
    CyclicBarrier all = new CyclicBarrier(POOL);
    return together(
            () ->
                database.transaction(
                    session -> {
                      try {
                        all.await();
                      } catch (Exception broken) {
                        throw new IllegalStateException(broken);
                      }
                      return session.update(WRITE);
                    }))
        .stream()
        .filter(writing -> writing.state() == Future.State.FAILED)
        .count();
  }

  private static List<Future<Integer>> together(Callable<Integer> task) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> tasks = new ArrayList<>();
      for (int i = 0; i < POOL; i++) {
        tasks.add(task);
      }
      return threads.invokeAll(tasks);
    }
  }
}
