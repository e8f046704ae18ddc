package io.realtimegateway.api.oidc;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.protocol.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A provider's discovery document: read when first needed, so that a provider that is away keeps
/// nothing from starting; read again each hour, and what is known goes on while that fails.
final class Discovery {
  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(2);

  private final URI issuer;
  private final Duration timeout;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Known known;

  /// Guarded by the lock.
  private Instant failedAt = Instant.EPOCH;

  /// What is known of a provider.
  ///
  /// @param keys behind the document's `jwks_uri`
  record Known(OIDCProviderMetadata metadata, PublishedKeys keys, Instant readAt) {}

  Discovery(URI issuer, Duration timeout, InstantSource clock) {
    this.issuer = issuer;
    this.timeout = timeout;
    this.clock = clock;
  }

  /// What is known, read where needed; blocks. One reads, the others wait for it.
  ///
  /// @throws Refusal `BadGateway` where nothing is known
  Known known() {
    Known last = known;
    if (last != null && isFresh(last)) {
      return last;
    }
    lock.lock();
    try {
      last = known;
      return last != null && isFresh(last) ? last : read(last);
    } finally {
      lock.unlock();
    }
  }

  private boolean isFresh(Known last) {
    return clock.instant().isBefore(last.readAt().plus(KEPT));
  }

  private Known read(@Nullable Known last) {
    if (clock.instant().isBefore(failedAt.plus(BETWEEN_FAILURES))) {
      return orFail(last);
    }
    try {
      int millis = (int) timeout.toMillis();
      OIDCProviderMetadata metadata =
          OIDCProviderMetadata.resolve(new Issuer(issuer), millis, millis);
      requireUsable(metadata);
      Known fresh = new Known(metadata, keys(metadata, last), clock.instant());
      known = fresh;
      return fresh;
    } catch (GeneralException | IOException | IllegalArgumentException failure) {
      LOG.warn("the discovery document of {} cannot be used: {}", issuer, failure.getMessage());
      failedAt = clock.instant();
      return orFail(last);
    }
  }

  private static Known orFail(@Nullable Known last) {
    if (last == null) {
      throw Refusal.of(ErrorCode.BAD_GATEWAY, "The identity provider cannot be reached.")
          .inner("discovery");
    }
    return last;
  }

  private static void requireUsable(OIDCProviderMetadata metadata) throws IOException {
    for (URI endpoint :
        List.of(
            orNone(metadata.getAuthorizationEndpointURI()),
            orNone(metadata.getTokenEndpointURI()),
            orNone(metadata.getJWKSetURI()))) {
      if (!WebAddress.isSafe(endpoint)) {
        throw new IOException("an endpoint is missing or not https: " + endpoint);
      }
    }
  }

  private static URI orNone(@Nullable URI endpoint) {
    return endpoint == null ? URI.create("") : endpoint;
  }

  private PublishedKeys keys(OIDCProviderMetadata metadata, @Nullable Known last) {
    URI address = metadata.getJWKSetURI();
    return last != null && address.equals(last.metadata().getJWKSetURI())
        ? last.keys()
        : new PublishedKeys(address, timeout, clock);
  }
}
