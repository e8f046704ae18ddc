package io.realtimegateway.server;

import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.server.configuration.Tls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/// What the certificate and the key file hold, checked before anything uses it.
///
/// @param certificate chain in PEM
/// @param key in PEM
record TlsFiles(Buffer certificate, Buffer key) {
  private static final byte[] PROBE = {1, 2, 3, 4};

  /// Reads both and tries whether they belong together.
  ///
  /// @param secrets judges who may read the key
  /// @throws StartFailure which says what is wrong with which file
  static TlsFiles read(Tls tls, Vertx vertx, SecretFiles secrets) {
    Path certificate = tls.certificate().orElseThrow();
    Path key = tls.key().orElseThrow();
    Buffer chain = bytes("tls.certificate", certificate);
    requirePrivate(key, secrets);
    TlsFiles files = new TlsFiles(chain, bytes("tls.key", key));
    files.check(vertx, certificate, key);
    return files;
  }

  PemKeyCertOptions options() {
    return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
  }

  private static void requirePrivate(Path key, SecretFiles secrets) {
    try {
      secrets.requirePrivate(key);
    } catch (NoSuchFileException cause) {
      throw failure(
          String.format(Locale.ROOT, "tls.key: cannot read %s (there is no such file)", key),
          cause);
    } catch (IOException cause) {
      throw failure("tls.key: " + cause.getMessage(), cause);
    }
  }

  private static Buffer bytes(String name, Path file) {
    try {
      return Buffer.buffer(Files.readAllBytes(file));
    } catch (IOException cause) {
      throw failure(
          String.format(Locale.ROOT, "%s: cannot read %s (%s)", name, file, reason(cause)), cause);
    }
  }

  private void check(Vertx vertx, Path certificateFile, Path keyFile) {
    X509KeyManager manager = manager(vertx, certificateFile, keyFile);
    String alias =
        Stream.of("RSA", "EC")
            .map(type -> manager.getServerAliases(type, null))
            .filter(Objects::nonNull)
            .flatMap(Stream::of)
            .findFirst()
            .orElseThrow(
                () ->
                    failure(
                        String.format(
                            Locale.ROOT,
                            "tls.certificate: %s holds no certificate with an RSA or EC key",
                            certificateFile),
                        null));
    if (!fits(manager.getPrivateKey(alias), manager.getCertificateChain(alias)[0])) {
      throw failure(
          String.format(
              Locale.ROOT,
              "tls.key: %s does not belong to the first certificate of tls.certificate %s",
              keyFile,
              certificateFile),
          null);
    }
  }

  private X509KeyManager manager(Vertx vertx, Path certificateFile, Path keyFile) {
    try {
      for (KeyManager manager : options().getKeyManagerFactory(vertx).getKeyManagers()) {
        if (manager instanceof X509KeyManager x509) {
          return x509;
        }
      }
      throw new IllegalStateException("no X509KeyManager");
    } catch (Exception cause) {
      throw failure(
          String.format(
              Locale.ROOT,
              "tls.certificate %s or tls.key %s is no usable PEM file with an RSA or EC key, which"
                  + " are those that browsers know (%s)",
              certificateFile,
              keyFile,
              reason(cause)),
          cause);
    }
  }

  private static boolean fits(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          default -> "SHA256withECDSA";
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROBE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROBE);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static StartFailure failure(String message, @Nullable Throwable cause) {
    return cause == null
        ? new StartFailure(ExitCode.CONFIGURATION, message + ".")
        : new StartFailure(ExitCode.CONFIGURATION, message + ".", cause);
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : cause.getClass().getSimpleName() + ": " + message;
  }
}
