package io.realtimegateway.api.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.security.ApiKeys;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.DatabaseSettings;
import io.realtimegateway.store.applications.ApiKeyRepository;
import io.realtimegateway.store.testing.TestDatabase;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ApiKeyTest {
  private static final String ADDRESS = "192.0.2.1";
  private static TestDatabase database;
  private final AtomicLong nanos = new AtomicLong();
  private final ApiKeyRepository repository = new ApiKeyRepository(database.database());
  private final ApiKeyCommands commands =
      new ApiKeyCommands(repository, new ApiKeys(new SecureRandom()));

  @BeforeAll
  static void open() {
    database = TestDatabase.open();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private ApiKeyCheck check(ApiKeyRepository keys, Rate perKey, Rate strangers) {
    return new ApiKeyCheck(keys, perKey, strangers, nanos::get);
  }

  private String created(String name) {
    ApiKeyCommands.Outcome outcome = commands.run(List.of("create", name));
    assertThat(outcome.isDone()).as(outcome.text()).isTrue();
    return outcome.text();
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void aKeyIsMadeListedAndRevoked() {
    String key = created("backend");

    assertThat(key).matches("rtg_[A-Za-z0-9_-]{43}");
    assertThat(commands.run(List.of("create", "backend")).isDone()).isFalse();
    assertThat(commands.run(List.of("list")).text())
        .contains("backend  created")
        .doesNotContain(key);
    assertThat(commands.run(List.of("revoke", "backend")).isDone()).isTrue();
    assertThat(commands.run(List.of("revoke", "backend")).isDone()).isFalse();
    assertThat(commands.run(List.of("list")).text()).containsPattern("backend .*revoked");
    assertThat(commands.run(List.of("create", "backend")).isDone()).isFalse();
  }

  @Test
  void whatIsNoCommandIsAnsweredWithTheUsage() {
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            List.of("create"),
            List.of("burn", "x"),
            List.of("list", "x", "y"))) {
      assertThat(commands.run(wrong))
          .isEqualTo(new ApiKeyCommands.Outcome(false, ApiKeyCommands.USAGE));
    }
    assertThat(commands.run(List.of("create", "two words")).isDone()).isFalse();
  }

  @Test
  void aRevokedKeyEndsWithinASecond() {
    ApiKeyCheck check = check(repository, Rate.OFF, Rate.OFF);
    String header = "Bearer " + created("short");
    check.require(header, ADDRESS);

    commands.run(List.of("revoke", "short"));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());

    assertRefused(() -> check.require(header, ADDRESS), ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aKeyHasARateAndAStrangerToo() {
    Rate one = new Rate(1, Duration.ofMinutes(1), 1);
    ApiKeyCheck check = check(repository, one, one);
    String header = "Bearer " + created("eager");
    String wrong = "Bearer rtg_" + "x".repeat(43);
    check.require(header, ADDRESS);

    assertRefused(() -> check.require(header, ADDRESS), ErrorCode.RATE_LIMIT);
    assertRefused(() -> check.require(wrong, "192.0.2.2"), ErrorCode.UNAUTHORIZED);
    assertRefused(() -> check.require(wrong, "192.0.2.2"), ErrorCode.RATE_LIMIT);
  }

  @Test
  void whileTheDatabaseIsAwayAValidKeyRemainsValid() {
    Database own =
        Database.open(database.url(), DatabaseSettings.defaults(), new SimpleMeterRegistry());
    ApiKeyCheck check = check(new ApiKeyRepository(own), Rate.OFF, Rate.OFF);
    String header = "Bearer " + created("steady");
    String other = "Bearer " + created("late");
    check.require(header, ADDRESS);

    own.close();
    nanos.addAndGet(Duration.ofHours(1).toNanos());

    check.require(header, ADDRESS);
    assertThatThrownBy(() -> check.require(other, ADDRESS)).isNotNull();
  }
}
