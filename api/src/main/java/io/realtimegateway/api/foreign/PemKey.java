package io.realtimegateway.api.foreign;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads a public key from PEM.
final class PemKey {
  private static final int LEAST_RSA_BITS = 2048;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private PemKey() {}

  static JWK read(String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      throw refused("holds no PEM block");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
    return switch (block.group(1)) {
      case "PUBLIC KEY" -> jwk(publicKey(bytes));
      case "CERTIFICATE" -> jwk(ofCertificate(text.substring(block.start(), block.end())));
      case "RSA PUBLIC KEY" ->
          throw refused("must be a PUBLIC KEY: convert it by openssl rsa -RSAPublicKey_in -pubout");
      case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
          throw refused("holds a private key: give the public one");
      default -> throw refused("must hold a PUBLIC KEY or a CERTIFICATE");
    };
  }

  private static @Nullable PublicKey publicKey(byte[] bytes) {
    return Stream.of("RSA", "EC")
        .flatMap(algorithm -> publicKey(algorithm, bytes).stream())
        .findFirst()
        .orElse(null);
  }

  private static Optional<PublicKey> publicKey(String algorithm, byte[] bytes) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException _) {
      return Optional.empty();
    }
  }

  private static PublicKey ofCertificate(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
          .getPublicKey();
    } catch (GeneralSecurityException _) {
      throw refused("holds a certificate that cannot be read");
    }
  }

  private static JWK jwk(@Nullable PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa when rsa.getModulus().bitLength() >= LEAST_RSA_BITS ->
          new RSAKey.Builder(rsa).build();
      case RSAPublicKey _ -> throw refused("must be an RSA key of at least 2048 bits");
      case ECPublicKey ec -> new ECKey.Builder(curve(ec), ec).build();
      case null, default -> throw refused("must be an RSA or EC key");
    };
  }

  private static Curve curve(ECPublicKey key) {
    Curve curve = Curve.forECParameterSpec(key.getParams());
    if (!Curve.P_256.equals(curve) && !Curve.P_384.equals(curve) && !Curve.P_521.equals(curve)) {
      throw refused("must be on the curve P-256, P-384 or P-521");
    }
    return curve;
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException("auth.application.public-key-file " + why);
  }
}
