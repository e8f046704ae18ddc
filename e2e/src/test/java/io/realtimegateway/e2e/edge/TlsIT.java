package io.realtimegateway.e2e.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS on the one port: REST, sockets, and a certificate that is replaced while both are used.
final class TlsIT {
  @TempDir private Path folder;

  @Test
  void restAndSocketsWorkBehindTlsAndTheCertificateIsReplacedUnderThem() throws Exception {
    TestCertificate first = TestCertificate.make(folder, "EC");
    TestCertificate second = TestCertificate.make(folder, "RSA");
    first.write(certificateFile(), keyFile());
    SSLContext trust = TestCertificate.trusting(first, second);
    try (ServerProcess server = server().start()) {
      URI url = server.url();
      assertThat(url.getScheme()).isEqualTo("https");
      server
          .command(
              "health",
              "--port",
              Integer.toString(url.getPort()),
              "--set",
              "tls.certificate=" + certificateFile(),
              "--set",
              "tls.key=" + keyFile())
          .expect(0, "The server lives.");
      HttpResponse<String> health = get(trust, url.resolve("/health"));
      assertThat(health.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(shown(trust, url)).isEqualTo(first.certificate());
      ChatUser ada = ChatUser.signIn(url, "ada", client(trust));
      ChatUser ben = ChatUser.signIn(url, "ben", client(trust));
      try (ChatSocket adas = ada.connect();
          ChatSocket bens = ben.connect()) {
        bens.await("hello");
        long conversation = ada.createGroup("tea", ben);
        bens.await("added_to_conversation");
        String content = "T".repeat(3999) + "?";
        adas.say(conversation, content);
        assertThat(bens.await("message").getString("content")).isEqualTo(content);

        second.write(certificateFile(), keyFile());
        awaitShown(trust, url, second);

        adas.say(conversation, "still here");
        bens.await("the message", frame -> "still here".equals(frame.getString("content")));
      }
      try (ChatSocket again = ada.connect()) {
        again.await("hello");
      }
      assertThat(server.stop()).isZero();
    }
  }

  @Test
  void filesThatDoNotBelongTogetherKeepTheOldCertificate() throws Exception {
    TestCertificate first = TestCertificate.make(folder, "EC");
    TestCertificate other = TestCertificate.make(folder, "EC");
    first.write(certificateFile(), keyFile());
    SSLContext trust = TestCertificate.trusting(first, other);
    try (ServerProcess server = server().start()) {
      other.writeCertificate(certificateFile());
      Instant end = Instant.now().plusSeconds(20);
      while (!server.log().contains("The certificate was not renewed")
          && Instant.now().isBefore(end)) {
        assertThat(shown(trust, server.url())).isEqualTo(first.certificate());
      }
      assertThat(server.log()).contains("The certificate was not renewed", "does not belong");
    }
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws Exception {
    TestCertificate.make(folder, "EC").write(certificateFile(), keyFile());
    TestCertificate.make(folder, "EC").writeCertificate(certificateFile());
    try (ServerProcess server = server()) {
      assertThat(server.startAndFail()).isEqualTo(3);
      assertThat(server.log())
          .contains("tls.key: " + keyFile() + " does not belong to the first certificate of");
    }
  }

  @Test
  void aFileThatIsMissingOrNoPemIsNamedAtTheStart() throws Exception {
    try (ServerProcess server = server()) {
      assertThat(server.startAndFail()).isEqualTo(3);
      assertThat(server.log()).contains("tls.certificate: cannot read " + certificateFile());
    }
    Files.writeString(certificateFile(), "no certificate");
    Files.writeString(keyFile(), "no key");
    try (ServerProcess server = server()) {
      assertThat(server.startAndFail()).isEqualTo(3);
      assertThat(server.log()).contains("tls.key: secret file " + keyFile() + " is open to other");
    }
    Files.setPosixFilePermissions(keyFile(), PosixFilePermissions.fromString("rw-------"));
    try (ServerProcess server = server()) {
      assertThat(server.startAndFail()).isEqualTo(3);
      assertThat(server.log()).contains(certificateFile().toString(), "is no usable PEM file");
    }
  }

  private ServerProcess server() {
    return new ServerProcess(folder)
        .with("--set", "tls.certificate=" + certificateFile())
        .with("--set", "tls.key=" + keyFile())
        .with("--set", "tls.reload-interval=1s");
  }

  private Path certificateFile() {
    return folder.resolve("chain.pem");
  }

  private Path keyFile() {
    return folder.resolve("key.pem");
  }

  private static void awaitShown(SSLContext trust, URI url, TestCertificate wanted)
      throws Exception {
    Instant end = Instant.now().plusSeconds(20);
    Certificate seen = shown(trust, url);
    while (!seen.equals(wanted.certificate()) && Instant.now().isBefore(end)) {
      seen = shown(trust, url);
    }
    assertThat(seen).isEqualTo(wanted.certificate());
  }

  private static Certificate shown(SSLContext trust, URI url) throws Exception {
    return get(trust, url.resolve("/health")).sslSession().orElseThrow().getPeerCertificates()[0];
  }

  private static HttpResponse<String> get(SSLContext trust, URI address)
      throws IOException, InterruptedException {
    try (HttpClient client = client(trust)) {
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
  }

  private static HttpClient client(SSLContext trust) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(10))
        .sslContext(trust)
        .build();
  }
}
