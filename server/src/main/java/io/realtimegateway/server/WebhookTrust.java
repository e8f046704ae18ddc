package io.realtimegateway.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whose certificates webhooks accept: what the JVM trusts, and what `webhooks.trust` holds.
final class WebhookTrust {
  private WebhookTrust() {}

  /// Reads the file where there is one.
  ///
  /// @throws StartFailure where it holds no certificates
  static SSLSocketFactory of(Optional<Path> file) {
    return file.map(WebhookTrust::with).orElseGet(WebhookTrust::usual);
  }

  private static SSLSocketFactory usual() {
    return (SSLSocketFactory) SSLSocketFactory.getDefault();
  }

  private static SSLSocketFactory with(Path file) {
    try {
      List<Certificate> trusted = new ArrayList<>(certificates(file));
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager jvm) {
          trusted.addAll(List.of(jvm.getAcceptedIssuers()));
        }
      }
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < trusted.size(); i++) {
        store.setCertificateEntry("trusted-" + i, trusted.get(i));
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(store), null);
      return context.getSocketFactory();
    } catch (IOException | GeneralSecurityException cause) {
      throw failure(file, cause);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new GeneralSecurityException("it is empty");
      }
      return found;
    }
  }

  /// @param store null for the JVM's own
  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static StartFailure failure(Path file, Exception cause) {
    return new StartFailure(
        ExitCode.CONFIGURATION,
        String.format(
            Locale.ROOT, "webhooks.trust: %s holds no certificates in PEM (%s).", file, cause),
        cause);
  }
}
