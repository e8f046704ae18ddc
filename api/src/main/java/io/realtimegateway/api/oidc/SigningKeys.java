package io.realtimegateway.api.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.util.List;
import java.util.Set;

/// The public keys of an issuer.
public interface SigningKeys {
  /// Signatures that a public key verifies and that the JDK knows.
  Set<JWSAlgorithm> ALGORITHMS =
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

  /// Most keys that one signature is tried with.
  int MOST_TRIED = 16;

  /// Those that a signature with this header may have been made with; empty if there is none. May
  /// block.
  ///
  /// @param mayWait whether it may wait until they have been fetched
  /// @throws KeySourceException if the keys are not known now
  List<JWK> fitting(JWSHeader header, boolean mayWait) throws KeySourceException;

  /// One key that does not change.
  static SigningKeys of(JWK key) {
    JWKSet set = new JWKSet(key);
    return (header, _) -> choose(set, header);
  }

  /// The keys that the header's `kid` names; where no key has that id, those that have none and so
  /// fit any.
  static List<JWK> choose(JWKSet set, JWSHeader header) {
    JWSAlgorithm algorithm = header.getAlgorithm();
    if (!ALGORITHMS.contains(algorithm)) {
      return List.of();
    }
    KeyType type = KeyType.forAlgorithm(algorithm);
    List<JWK> usable =
        set.getKeys().stream()
            .filter(key -> key.getKeyType().equals(type))
            .filter(key -> key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE))
            .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
            .toList();
    String id = header.getKeyID();
    List<JWK> named =
        usable.stream().filter(key -> id != null && id.equals(key.getKeyID())).toList();
    List<JWK> chosen =
        !named.isEmpty()
            ? named
            : usable.stream().filter(key -> id == null || key.getKeyID() == null).toList();
    return chosen.subList(0, Math.min(MOST_TRIED, chosen.size()));
  }
}
