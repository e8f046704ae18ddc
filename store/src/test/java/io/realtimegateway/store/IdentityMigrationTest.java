package io.realtimegateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/// What becomes of the accounts of earlier versions, which were joined by address.
final class IdentityMigrationTest {
  private static final String BEFORE =
      """
      INSERT INTO users (display_name, email, email_key, external_id, display_image) VALUES
        ('recycled', 'John@corp.example', 'john@corp.example', NULL, 'http://example.org/a.png'),
        ('seized', 'victim@x.example', 'victim@x.example', 'attacker', 'https://example.org/b.png'),
        ('alone', 'ada@example.org', 'ada@example.org', NULL, NULL),
        ('nobody', NULL, NULL, 'u-4', 'javascript:alert(1)');
      INSERT INTO identities (issuer, subject, user_id, created_at) VALUES
        ('https://a', 'employee-2026', 1, '2026-02-01Z'),
        ('https://a', 'employee-2024', 1, '2024-02-01Z'),
        ('https://b', 'somebody', 1, '2025-02-01Z'),
        ('https://a', 'victim', 2, '2026-02-01Z'),
        ('https://a', 'ada', 3, '2026-02-01Z');
      INSERT INTO foreign_revocations (external_id, issued_before) VALUES ('a@example.org', '2026-02-01Z');
      """;

  @Test
  void oneIdentityKeepsAnAccountThatWasJoinedByAddressAndNoTokenClaimsOne() throws SQLException {
    String name = "identities_" + ProcessHandle.current().pid();
    try (Database maintenance =
        Database.open(
            TestDatabase.urlOf("postgres"),
            DatabaseSettings.defaults(),
            new SimpleMeterRegistry())) {
      maintenance.update("CREATE DATABASE " + name);
    }
    DatabaseUrl url = TestDatabase.urlOf(name);
    try (Connection connection =
        DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password())) {
      Flyway.configure()
          .dataSource(url.jdbcUrl(), url.user(), url.password())
          .locations("classpath:db/migration")
          .table("schema_history")
          .target("1")
          .load()
          .migrate();
      try (Statement statement = connection.createStatement()) {
        statement.execute(BEFORE);
      }
    }
    try (Database database =
        Database.open(url, DatabaseSettings.defaults(), new SimpleMeterRegistry())) {
      database.prepare();

      assertThat(texts(database, "SELECT subject AS text FROM identities ORDER BY subject"))
          .containsExactly("ada", "employee-2024");
      assertThat(
              texts(
                  database,
                  "SELECT email_key AS text FROM users WHERE email_key IS NOT NULL ORDER BY id"))
          .containsExactly("john@corp.example", "ada@example.org");
      assertThat(
              texts(
                  database, "SELECT email AS text FROM users WHERE email IS NOT NULL ORDER BY id"))
          .containsExactly("John@corp.example", "victim@x.example", "ada@example.org");
      assertThat(
              texts(
                  database,
                  "SELECT display_image AS text FROM users WHERE display_image IS NOT NULL"))
          .containsExactly("https://example.org/b.png");
      assertThat(new LoginRepository(database).foreignIssuedBefore("a@example.org"))
          .contains(Instant.parse("2026-02-01T00:00:00Z"));
    }
  }

  private static List<String> texts(Database database, String sql) {
    return database.list(sql, row -> row.text("text"));
  }
}
