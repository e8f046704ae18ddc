package io.realtimegateway.store.logins;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.testing.TestDatabase;
import io.realtimegateway.store.users.Profile;
import io.realtimegateway.store.users.UserRepository;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("TimeInStaticInitializer")
final class LoginRepositoryTest {
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  private static TestDatabase opened;
  private static Database database;
  private static LoginRepository logins;
  private static UserRepository users;

  @BeforeAll
  static void open() {
    opened = TestDatabase.open();
    database = opened.database();
    logins = new LoginRepository(database);
    users = new UserRepository(database);
  }

  @AfterAll
  static void close() {
    opened.close();
  }

  private static long user(String name) {
    return users.signIn(new Profile(name, name + "@example.org", null)).id();
  }

  private static void begin(String id, long userID, Duration lifetime) {
    logins.create(new StoredLogin(id, userID, NOW.minusSeconds(60), NOW.plus(lifetime), ""));
  }

  @Test
  void theEndOfAllLoginsIsRememberedAsLongAsTheLongestOfThemWouldHaveLived() {
    long ada = user("ada");
    begin("month", ada, Duration.ofDays(30));
    begin("day", ada, Duration.ofDays(1));

    Revocation ended = logins.revokeAll(ada, NOW, NOW.plus(Duration.ofDays(1)));

    assertThat(ended.keptUntil()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(logins.revokedSince(Instant.EPOCH).revocations()).contains(ended);
    assertThat(logins.revokeAll(ada, NOW, NOW.plus(Duration.ofDays(1))).keptUntil())
        .isEqualTo(NOW.plus(Duration.ofDays(1)));
  }

  @Test
  void theEndOfAllLoginsIsNotRememberedForLongerThanALoginMayLive() {
    long ben = user("ben");
    begin("f.forever", ben, Duration.ofDays(100_000));

    assertThat(logins.revokeAll(ben, NOW, NOW.plusSeconds(60)).keptUntil())
        .isEqualTo(NOW.plus(Duration.ofDays(366)));
  }

  @Test
  void noLoginBeginsForAnErasedUser() {
    long cay = user("cay");
    users.erase(cay);

    begin("late", cay, Duration.ofDays(1));

    assertThat(logins.find("late")).isEmpty();
  }

  @Test
  void anErasedExternalIdIsKeptAsAHashForAYear() {
    logins.revokeForeign("ada@example.org", NOW);

    assertThat(logins.foreignIssuedBefore("ada@example.org")).contains(NOW);
    assertThat(
            database.list(
                "SELECT foreign_revocations::text AS text FROM foreign_revocations",
                row -> row.text("text")))
        .isNotEmpty()
        .noneMatch(text -> text.contains("ada"));
    logins.prune(NOW.plus(Duration.ofDays(365)));
    assertThat(logins.foreignIssuedBefore("ada@example.org")).isPresent();
    logins.prune(NOW.plus(Duration.ofDays(367)));
    assertThat(logins.foreignIssuedBefore("ada@example.org")).isEmpty();
  }
}
