package io.realtimegateway.api.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// Public keys that somebody else publishes. They are kept for five minutes, so that a withdrawn
/// one is not believed for longer; an unknown one makes them be fetched at once, so that a new one
/// is believed, but not more than a few times a minute, whoever asks. While they cannot be fetched,
/// the old ones are believed for an hour.
public final class RemoteKeys {
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration KEPT_IN_OUTAGE = Duration.ofHours(1);
  private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(5);
  private static final int MOST_BYTES = 512 * 1024;

  /// Signatures that a public key verifies and that the JDK knows.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private RemoteKeys() {}

  /// The keys behind an address. Nothing is fetched before one is needed.
  public static JWKSource<SecurityContext> at(URI address, Duration timeout) {
    int millis = (int) timeout.toMillis();
    try {
      return JWKSourceBuilder.create(
              address.toURL(), new DefaultResourceRetriever(millis, millis, MOST_BYTES))
          .cache(KEPT.toMillis(), 3 * timeout.toMillis())
          .refreshAheadCache(false)
          .rateLimited(BETWEEN_FETCHES.toMillis())
          .outageTolerant(KEPT_IN_OUTAGE.toMillis())
          .build();
    } catch (MalformedURLException impossible) {
      throw new IllegalArgumentException(address + " is no address of the web", impossible);
    }
  }

  /// Chooses among keys, for signatures that a public key verifies and no others.
  public static JWSKeySelector<SecurityContext> selector(JWKSource<SecurityContext> keys) {
    return new JWSVerificationKeySelector<>(ALGORITHMS, keys);
  }
}
