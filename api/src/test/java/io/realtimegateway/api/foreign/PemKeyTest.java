package io.realtimegateway.api.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.KeyType;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class PemKeyTest {
  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String pem(String kind, Key key) {
    return "a comment\n-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(key.getEncoded()), kind);
  }

  @Test
  void publicKeysOfBothKindsAreRead() throws GeneralSecurityException {
    KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
    curve.initialize(new ECGenParameterSpec("secp384r1"));

    assertThat(PemKey.read(pem("PUBLIC KEY", rsa(2048).getPublic())).getKeyType())
        .isEqualTo(KeyType.RSA);
    assertThat(PemKey.read(pem("PUBLIC KEY", curve.generateKeyPair().getPublic())).getKeyType())
        .isEqualTo(KeyType.EC);
  }

  @Test
  void whatIsNoGoodPublicKeyIsRefusedByName() throws GeneralSecurityException {
    KeyPair weak = rsa(1024);
    KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

    assertRefused("", "PEM");
    assertRefused(pem("PUBLIC KEY", weak.getPublic()), "2048");
    assertRefused(pem("PRIVATE KEY", weak.getPrivate()), "private");
    assertRefused(pem("PUBLIC KEY", other.getPublic()), "RSA or EC");
    assertRefused(pem("CERTIFICATE", weak.getPublic()), "certificate");
    assertRefused(pem("SOMETHING", weak.getPublic()), "PUBLIC KEY");
  }

  private static void assertRefused(String text, String word) {
    assertThatThrownBy(() -> IssuerKeys.ofPem(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("auth.application.public-key-file ")
        .hasMessageContaining(word);
  }

  @Test
  void keysAreFetchedOverTlsOrFromThisMachine() {
    assertThat(new IssuerKeys.AtUrl(URI.create("https://app.example.org/jwks")).url()).isNotNull();
    assertThat(new IssuerKeys.AtUrl(URI.create("http://localhost:8080/jwks")).url()).isNotNull();
    assertThatThrownBy(() -> new IssuerKeys.AtUrl(URI.create("http://app.example.org/jwks")))
        .hasMessageStartingWith("auth.application.jwks-url ");
  }
}
