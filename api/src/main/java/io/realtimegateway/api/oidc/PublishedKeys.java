package io.realtimegateway.api.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Public keys that an issuer publishes. One fetch at a time runs on a virtual thread of its own; a
/// signature of a known key never waits for it.
///
/// Known keys are used for five minutes, so that a withdrawn one is not accepted for longer, and
/// fetched again a minute before, so that no request waits. While they cannot be fetched they are
/// used for an hour. A key that is not known makes them be fetched at once, but not more often than
/// every five seconds. Safe for threads.
public final class PublishedKeys implements SigningKeys {
  private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
  private static final Duration FRESH = Duration.ofMinutes(4);
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration KEPT_IN_OUTAGE = Duration.ofHours(1);
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 512 * 1024;

  /// Most callers that wait for a fetch; others are refused at once.
  static final int MOST_WAITING = 32;

  private final URL address;
  private final Duration timeout;
  private final InstantSource clock;
  private final DefaultResourceRetriever retriever;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Known known;

  /// The fetch that runs, or null; guarded by the lock.
  private @Nullable CompletableFuture<?> fetch;

  /// When a fetch last failed, or was made for a key that was not known; guarded by the lock.
  private Instant lastTry = Instant.EPOCH;

  private volatile boolean hasFailed;

  private record Known(JWKSet keys, Instant fetchedAt) {}

  /// Fetches nothing before a key is needed.
  ///
  /// @param timeout for connecting and for reading, and for those who wait
  public PublishedKeys(URI address, Duration timeout, InstantSource clock) {
    int millis = (int) timeout.toMillis();
    this.timeout = timeout;
    this.clock = clock;
    this.retriever = new DefaultResourceRetriever(millis, millis, MOST_BYTES);
    try {
      this.address = address.toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalArgumentException(address + " is no address of the web", impossible);
    }
  }

  @Override
  public List<JWK> fitting(JWSHeader header, boolean mayWait) throws KeySourceException {
    Known now = usable();
    if (now != null) {
      List<JWK> fitting = SigningKeys.choose(now.keys(), header);
      if (!fitting.isEmpty() || !ALGORITHMS.contains(header.getAlgorithm())) {
        return fitting;
      }
    }
    CompletableFuture<?> fetching = mayWait ? fetchForUnknown() : null;
    if (fetching != null) {
      await(fetching);
      now = usable();
    }
    if (now == null) {
      throw new KeySourceException("the keys are not known");
    }
    return SigningKeys.choose(now.keys(), header);
  }

  /// For those who prove people and not requests: they wait.
  JWSKeySelector<SecurityContext> selector() {
    return (header, _) -> {
      List<Key> keys = new ArrayList<>();
      for (JWK key : fitting(header, true)) {
        keys.add(publicKey(key));
      }
      return keys;
    };
  }

  /// How many wait for a fetch.
  int waiting() {
    return MOST_WAITING - waiting.availablePermits();
  }

  private static Key publicKey(JWK key) throws KeySourceException {
    try {
      return ((AsymmetricJWK) key).toPublicKey();
    } catch (JOSEException unusable) {
      throw new KeySourceException("a key cannot be used", unusable);
    }
  }

  private @Nullable Known usable() {
    Known last = known;
    if (last == null) {
      return null;
    }
    Instant now = clock.instant();
    if (!now.isBefore(last.fetchedAt().plus(FRESH))) {
      renew();
    }
    Duration kept = hasFailed ? KEPT_IN_OUTAGE : KEPT;
    return now.isBefore(last.fetchedAt().plus(kept)) ? last : null;
  }

  private void renew() {
    lock.lock();
    try {
      if (fetch == null && !isTooSoon()) {
        CompletableFuture<?> _ = begin();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The fetch that brings a key that is not known; null if there was one a moment ago.
  private @Nullable CompletableFuture<?> fetchForUnknown() {
    lock.lock();
    try {
      if (fetch != null) {
        return fetch;
      }
      if (isTooSoon()) {
        return null;
      }
      if (known != null) {
        lastTry = clock.instant();
      }
      return begin();
    } finally {
      lock.unlock();
    }
  }

  private boolean isTooSoon() {
    return clock.instant().isBefore(lastTry.plus(BETWEEN_FETCHES));
  }

  private CompletableFuture<?> begin() {
    CompletableFuture<?> begun = new CompletableFuture<>();
    fetch = begun;
    Thread.ofVirtual().name("issuer-keys").start(() -> fetch(begun));
    return begun;
  }

  private void fetch(CompletableFuture<?> begun) {
    Known fetched = null;
    try {
      JWKSet keys = JWKSet.parse(retriever.retrieveResource(address).getContent());
      fetched = new Known(keys, clock.instant());
    } catch (IOException | ParseException | RuntimeException failure) {
      LOG.warn("the keys at {} cannot be fetched: {}", address, failure.getMessage());
    }
    lock.lock();
    try {
      if (fetched == null) {
        lastTry = clock.instant();
      } else {
        known = fetched;
      }
      hasFailed = fetched == null;
      fetch = null;
    } finally {
      lock.unlock();
    }
    begun.complete(null);
  }

  private void await(CompletableFuture<?> fetching) throws KeySourceException {
    if (!waiting.tryAcquire()) {
      throw new KeySourceException("too many wait for the keys");
    }
    try {
      fetching.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      throw new KeySourceException("the keys were not fetched in time", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KeySourceException("interrupted", interrupted);
    } finally {
      waiting.release();
    }
  }
}
