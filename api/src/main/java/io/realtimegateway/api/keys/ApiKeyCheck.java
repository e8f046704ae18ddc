package io.realtimegateway.api.keys;

import io.realtimegateway.api.edge.ApplicationCheck;
import io.realtimegateway.api.edge.Authentication;
import io.realtimegateway.api.edge.TokenBuckets;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.security.ApiKeys;
import io.realtimegateway.security.web.AddressKey;
import io.realtimegateway.store.DatabaseException;
import io.realtimegateway.store.applications.ApiKey;
import io.realtimegateway.store.applications.ApiKeyRepository;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Looks keys up by their hash. A key that was good a second ago is not looked up again, so a
/// revoked one ends within that second. While the database is away a valid key remains valid,
/// because no key can be revoked then. Only valid keys are cached, so the cache never has more
/// entries than the table.
public final class ApiKeyCheck implements ApplicationCheck {
  private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final ApiKeyRepository keys;
  private final TokenBuckets perKey;
  private final TokenBuckets strangers;
  private final LongSupplier nanoClock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(long id, long askedAtNanos) {}

  /// @param perKey how often a key may call
  /// @param strangers how often an address may bring a key that is not known to be good
  public ApiKeyCheck(ApiKeyRepository keys, Rate perKey, Rate strangers, LongSupplier nanoClock) {
    this.keys = keys;
    this.perKey = new TokenBuckets(perKey, nanoClock);
    this.strangers = new TokenBuckets(strangers, nanoClock);
    this.nanoClock = nanoClock;
  }

  @Override
  public void require(@Nullable String authorization, String clientAddress) {
    if (authorization == null) {
      throw Refusal.of(ErrorCode.UNAUTHORIZED, "An API key is needed.");
    }
    byte[] hash =
        ApiKeys.hash(Authentication.bearer(authorization)).orElseThrow(ApiKeyCheck::refused);
    String name = HexFormat.of().formatHex(hash);
    Known before = known.get(name);
    if (before == null) {
      strangers.take(AddressKey.of(clientAddress));
    }
    boolean isFresh = before != null && nanoClock.getAsLong() - before.askedAtNanos() < FRESH_NANOS;
    Known now = before != null && isFresh ? before : ask(name, hash, before);
    perKey.take(now.id());
  }

  private Known ask(String name, byte[] hash, @Nullable Known before) {
    Optional<ApiKey> found;
    try {
      found = keys.findByHash(hash);
    } catch (DatabaseException away) {
      if (before != null && away.isUnavailable()) {
        return before;
      }
      throw away;
    }
    if (found.isEmpty()) {
      known.remove(name);
      throw refused();
    }
    Known now = new Known(found.get().id(), nanoClock.getAsLong());
    known.put(name, now);
    return now;
  }

  private static Refusal refused() {
    return Refusal.of(ErrorCode.UNAUTHORIZED, "The API key is not valid.");
  }
}
