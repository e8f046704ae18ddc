package io.realtimegateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.store.testing.TestDatabase;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DatabaseStartTest {

  @Test
  void aDatabaseOfAnotherEncodingIsRefused() {
    try (Database maintenance = open(TestDatabase.urlOf("postgres"))) {
      maintenance.update("CREATE DATABASE latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    }
    try (Database database = open(TestDatabase.urlOf("latin1"))) {
      assertThatThrownBy(database::prepare)
          .isInstanceOf(DatabaseStartException.class)
          .hasMessageContaining("has the encoding LATIN1")
          .hasMessageContaining("ENCODING 'UTF8'");
    }
  }

  @Test
  void theOptionsOfTheUrlHoldForThePoolToo() {
    try (TestDatabase test = TestDatabase.open()) {
      test.database().update("CREATE SCHEMA talk");
      DatabaseUrl url =
          new DatabaseUrl(
              test.url().jdbcUrl() + "?options=-c%20search_path%3Dtalk",
              test.url().user(),
              test.url().password());
      try (Database database = open(url)) {
        database.prepare();
        assertThat(
                database.list(
                    "SELECT count(*) AS rows FROM shard_positions", r -> r.number("rows")))
            .hasSize(1);
        assertThat(setting(database, "search_path")).isEqualTo("talk");
        assertThat(setting(database, "statement_timeout")).isEqualTo("10s");
      }
    }
  }

  @Test
  void aReadOnlyDatabaseIsWaitedForAndNamed() {
    try (TestDatabase test = TestDatabase.open()) {
      DatabaseUrl url =
          new DatabaseUrl(
              test.url().jdbcUrl() + "?options=-c%20default_transaction_read_only%3Don",
              test.url().user(),
              test.url().password());
      DatabaseSettings settings = settings(false, Duration.ofSeconds(10));
      try (Database database = Database.open(url, settings, new SimpleMeterRegistry())) {
        assertThatThrownBy(database::prepare)
            .isInstanceOf(DatabaseStartException.class)
            .hasMessageContaining("it is read-only, as a standby is");
      }
    }
  }

  @Test
  void behindAPoolerTheDriverEndsAStatementThatTakesTooLong() {
    try (TestDatabase test = TestDatabase.open()) {
      DatabaseSettings settings = settings(true, Duration.ofMillis(900));
      try (Database database = Database.open(test.url(), settings, new SimpleMeterRegistry())) {
        database.prepare();
        assertThat(setting(database, "statement_timeout")).isEqualTo("0");
        assertThatThrownBy(
                () ->
                    database.list(
                        "SELECT pg_sleep(60) IS NULL AS slept", row -> row.truth("slept")))
            .isInstanceOfSatisfying(
                DatabaseException.class, ended -> assertThat(ended.sqlState()).isEqualTo("57014"));
      }
    }
  }

  private static DatabaseSettings settings(boolean isPooled, Duration statementTimeout) {
    return new DatabaseSettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        isPooled,
        0,
        2,
        Duration.ZERO,
        statementTimeout);
  }

  private static String setting(Database database, String name) {
    return database
        .list("SELECT current_setting(?) AS value", row -> row.text("value"), name)
        .getFirst();
  }

  private static Database open(DatabaseUrl url) {
    return Database.open(url, DatabaseSettings.defaults(), new SimpleMeterRegistry());
  }
}
