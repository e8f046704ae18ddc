package io.realtimegateway.api.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.logins.StoredLogin;
import io.realtimegateway.store.testing.TestDatabase;
import io.realtimegateway.store.users.Profile;
import io.realtimegateway.store.users.UserRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class RevocationsTest {
  @Test
  void rowsOfLoginsThatEndedAreDeletedNowAndThen() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    try (TestDatabase database = TestDatabase.open()) {
      LoginRepository logins = new LoginRepository(database.database());
      long ada =
          new UserRepository(database.database())
              .signIn(new Profile("Ada", "ada@example.org", null))
              .id();
      Revocations revocations = new Revocations(logins, now::get);
      logins.create(login("first", ada, now.get().minus(Duration.ofHours(2))));
      logins.create(login("good", ada, now.get().plus(Duration.ofHours(2))));

      assertThat(revocations.read()).isTrue();
      assertThat(logins.find("first")).isEmpty();
      assertThat(logins.find("good")).isPresent();

      logins.create(login("second", ada, now.get().minus(Duration.ofHours(2))));
      revocations.read();
      assertThat(logins.find("second")).isPresent();
      now.updateAndGet(time -> time.plus(Duration.ofMinutes(11)));
      revocations.read();
      assertThat(logins.find("second")).isEmpty();
    }
  }

  private static StoredLogin login(String id, long userID, Instant expiresAt) {
    return new StoredLogin(id, userID, expiresAt.minus(Duration.ofDays(1)), expiresAt, "");
  }
}
