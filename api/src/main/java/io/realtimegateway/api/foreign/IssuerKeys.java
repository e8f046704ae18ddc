package io.realtimegateway.api.foreign;

import com.nimbusds.jose.jwk.JWK;
import io.realtimegateway.api.oidc.WebAddress;
import java.net.URI;

/// Where the public keys of an issuer come from.
public sealed interface IssuerKeys {
  /// A JSON Web Key Set that is fetched, kept for minutes, and fetched again when a token names a
  /// key that is not in it.
  ///
  /// @param url https, or http on this machine
  record AtUrl(URI url) implements IssuerKeys {
    public AtUrl {
      WebAddress.require("auth.application.jwks-url", url);
    }
  }

  /// One key that does not change.
  record Fixed(JWK key) implements IssuerKeys {}

  /// The key of a PEM text: `PUBLIC KEY` or `CERTIFICATE`, RSA of at least 2048 bits or EC on a
  /// NIST curve.
  ///
  /// @throws IllegalArgumentException with a message for the operator
  static Fixed ofPem(String text) {
    return new Fixed(PemKey.read(text));
  }
}
