package io.realtimegateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.webhooks.AttemptResult.Answered;
import io.realtimegateway.webhooks.AttemptResult.Failed;
import io.realtimegateway.webhooks.AttemptResult.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Against a socket that responds with the bytes of the test.
final class ReceiverTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final SSLSocketFactory USUAL = (SSLSocketFactory) SSLSocketFactory.getDefault();

  private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
  private final OutboundNames names = new OutboundNames(true);
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private ServerSocket listening;

  /// What the server side of a connection does after it has read a request.
  private interface Script {
    void run(Socket socket) throws IOException;
  }

  @BeforeEach
  void listen() throws IOException {
    listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    listening.close();
    alarms.shutdownNow();
    names.close();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        connections.incrementAndGet();
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      for (String request = request(socket); !request.isEmpty(); request = request(socket)) {
        requests.add(request);
        Script script = scripts.poll();
        if (script == null) {
          return;
        }
        script.run(socket);
      }
    } catch (IOException _) {
      // The client has gone.
    }
  }

  /// One request whose body is `{}`.
  private static String request(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      text.append((char) next);
      if (text.toString().endsWith("\r\n\r\n{}")) {
        return text.toString();
      }
    }
    return "";
  }

  private static Script respondWith(String answer) {
    return socket -> {
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    };
  }

  private Receiver receiver(String path, Duration timeout) {
    URI url = URI.create("http://127.0.0.1:" + listening.getLocalPort() + path);
    return new Receiver(url, names, alarms, timeout, USUAL);
  }

  private static AttemptResult post(Receiver receiver) throws InterruptedException {
    return receiver.post(
        () -> new Content(Map.of("X-Test", "yes"), "{}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theRequestNamesHostAndTargetAndTheConnectionIsReused() throws Exception {
    scripts.add(respondWith("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood"));
    scripts.add(respondWith("HTTP/1.1 204 No Content\r\n\r\n"));
    scripts.add(respondWith("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"));
    try (Receiver receiver = receiver("/a%20b?c=d", LONG)) {
      assertThat(post(receiver)).isEqualTo(new Answered(200));
      assertThat(post(receiver)).isEqualTo(new Answered(204));
      assertThat(post(receiver)).isEqualTo(new Answered(500));
    }
    assertThat(connections).hasValue(1);
    assertThat(requests.peek())
        .startsWith(
            "POST /a%20b?c=d HTTP/1.1\r\nHost: 127.0.0.1:" + listening.getLocalPort() + "\r\n")
        .contains("Content-Length: 2\r\n", "X-Test: yes\r\n")
        .doesNotContain("Accept-Encoding", "Upgrade", "Expect", "Cookie");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "?a=b", "//a//b/../c", "/%2F%c3%a4;x?y=%7e&&"})
  void theTargetIsSentAsItIsWritten(String target) throws Exception {
    scripts.add(respondWith("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    try (Receiver receiver = receiver(target, LONG)) {
      assertThat(post(receiver)).isEqualTo(new Answered(200));
    }
    String path = target.startsWith("/") ? target : "/" + target;
    assertThat(requests.peek()).startsWith("POST " + path + " HTTP/1.1\r\n");
  }

  @Test
  void cookiesAreNotSentBackAndMalformedHeaderLinesAreSkipped() throws Exception {
    scripts.add(
        respondWith(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nno header\r\nContent-Length: 0\r\n\r\n"));
    scripts.add(respondWith("HTTP/1.1 204 Next\r\n\r\n"));
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver)).isEqualTo(new Answered(200));
      assertThat(post(receiver)).isEqualTo(new Answered(204));
    }
    assertThat(connections).hasValue(1);
    assertThat(requests).hasSize(2).noneMatch(request -> request.contains("Cookie"));
  }

  /// A body of 65,536 bytes is still read, so that the connection can be reused.
  @Test
  void aBodyOfTheLargestSizeIsSkipped() throws Exception {
    scripts.add(
        respondWith("HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + "x".repeat(65_536)));
    scripts.add(respondWith("HTTP/1.1 204 Next\r\n\r\n"));
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver)).isEqualTo(new Answered(200));
      assertThat(post(receiver)).isEqualTo(new Answered(204));
    }
    assertThat(connections).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 8})
  void atMostSevenInterimResponsesAreRead(int count) throws Exception {
    scripts.add(
        respondWith(
            "HTTP/1.1 103 Early\r\n\r\n".repeat(count)
                + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver)).isInstanceOf(count == 7 ? Answered.class : Failed.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32 << 10, (32 << 10) + 1})
  void aHeadOf32KibibytesIsRead(int bytes) throws Exception {
    String begin = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: ";
    scripts.add(respondWith(begin + "x".repeat(bytes - begin.length() - 4) + "\r\n\r\n"));
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver)).isInstanceOf(bytes == 32 << 10 ? Answered.class : Failed.class);
    }
  }

  @Test
  void aRedirectIsAFinalResponseAndAnEarlyHintIsNot() throws Exception {
    scripts.add(
        socket -> {
          respondWith("HTTP/1.1 103 Early\r\nLink: x\r\n\r\n").run(socket);
          respondWith("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")
              .run(socket);
        });
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver)).isEqualTo(new Answered(302));
    }
    assertThat(requests).hasSize(1);
  }

  @Test
  void anIdleConnectionThatWasClosedIsReplaced() throws Exception {
    scripts.add(
        socket -> {
          respondWith("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").run(socket);
          socket.close();
        });
    scripts.add(respondWith("HTTP/1.1 201 Made\r\nContent-Length: 0\r\n\r\n"));
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver)).isEqualTo(new Answered(200));
      assertThat(post(receiver)).isEqualTo(new Answered(201));
    }
    assertThat(connections).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: much\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
        "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.1 200 OK\r\n\r\nuntil it is closed"
      })
  void ifTheEndOfAResponseIsUnknownItsStatusCounts(String answer) throws Exception {
    scripts.add(respondWith(answer));
    scripts.add(respondWith("HTTP/1.1 204 Next\r\n\r\n"));
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver)).isEqualTo(new Answered(200));
      assertThat(post(receiver)).isEqualTo(new Answered(204));
    }
    assertThat(connections).hasValue(2);
  }

  /// It may hold any bytes except control characters; UTF-8 contains 0x85, which some treat as a
  /// line break.
  @ParameterizedTest
  @ValueSource(
      strings = {"\u00c5ngstr\u00f6m", "\u0445\u043e\u0440\u043e\u0448\u043e", "", "\u2028"})
  void theReasonPhraseMayHoldAnyText(String reason) throws Exception {
    String bytes = new String(reason.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    scripts.add(respondWith("HTTP/1.1 200 " + bytes + "\r\nContent-Length: 0\r\n\r\n"));
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver)).isEqualTo(new Answered(200));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 200"
      })
  void aMalformedResponseIsAFailure(String answer) throws Exception {
    scripts.add(
        socket -> {
          respondWith(answer).run(socket);
          socket.close();
        });
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.UNREACHABLE));
    }
  }

  @Test
  void anEndlessHeadIsCutOff() throws Exception {
    scripts.add(
        socket -> {
          respondWith("HTTP/1.1 200 OK\r\n").run(socket);
          while (!socket.isClosed()) {
            respondWith("X-More: " + "x".repeat(1000) + "\r\n").run(socket);
          }
        });
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver)).isInstanceOf(Failed.class);
    }
  }

  @Test
  void aTricklingResponseIsCutOffAtTheTimeout() throws Exception {
    scripts.add(
        socket -> {
          respondWith("HTTP/1.1 200 OK\r\nX: ").run(socket);
          while (!socket.isClosed()) {
            respondWith("x").run(socket);
            socket.setSoTimeout(20);
            try {
              socket.getInputStream().read();
            } catch (java.net.SocketTimeoutException _) {
              // The server keeps sending.
            }
          }
        });
    try (Receiver receiver = receiver("/", SHORT)) {
      assertThat(post(receiver))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.TIMEOUT));
    }
  }

  /// More than the buffers of both sides hold, so that the write itself blocks.
  @Test
  void aReceiverThatReadsNothingIsCutOffAtTheTimeout() throws Exception {
    byte[] body = new byte[16 << 20];
    listening.close();
    try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Receiver receiver =
            new Receiver(
                URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                names,
                alarms,
                SHORT,
                USUAL)) {
      assertThat(receiver.post(() -> new Content(Map.of(), body)))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.TIMEOUT));
    }
  }

  @Test
  void aRefusedConnectionIsAFailureAndAPrivateAddressIsNotTried() throws Exception {
    int port = listening.getLocalPort();
    listening.close();
    try (Receiver receiver = receiver("/", LONG)) {
      assertThat(post(receiver))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.UNREACHABLE));
    }
    try (ServerSocket own = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        OutboundNames strict = new OutboundNames(false);
        Receiver receiver =
            new Receiver(URI.create("http://localhost:" + port), strict, alarms, LONG, USUAL)) {
      assertThat(post(receiver))
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.reason()).isEqualTo(Reason.FORBIDDEN_ADDRESS));
      own.setSoTimeout(1);
    }
  }

  @Test
  void certificatesAreCheckedForTrustAndForTheName(@TempDir Path folder) throws Exception {
    KeyStore keys = certificateOfLocalhost(folder.resolve("keys.p12"));
    SSLContext server = SSLContext.getInstance("TLS");
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    server.init(own.getKeyManagers(), null, null);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(keys);
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(null, trust.getTrustManagers(), null);
    listening.close();
    listening =
        server.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
    scripts.add(respondWith("HTTP/1.1 202 Encrypted\r\nContent-Length: 0\r\n\r\n"));

    assertThat(encrypted("localhost", client.getSocketFactory())).isEqualTo(new Answered(202));
    for (AttemptResult refused :
        List.of(encrypted("127.0.0.1", client.getSocketFactory()), encrypted("localhost", USUAL))) {
      assertThat(refused)
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> {
                assertThat(failed.reason()).isEqualTo(Reason.UNREACHABLE);
                assertThat(failed.detail()).contains("SSLHandshakeException");
              });
    }
    assertThat(requests).hasSize(1);
  }

  private AttemptResult encrypted(String host, SSLSocketFactory tls) throws InterruptedException {
    URI url = URI.create("https://" + host + ":" + listening.getLocalPort() + "/");
    try (Receiver receiver = new Receiver(url, names, alarms, LONG, tls)) {
      return post(receiver);
    }
  }

  private static KeyStore certificateOfLocalhost(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                String.valueOf(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
    KeyStore pair = KeyStore.getInstance(file.toFile(), PASSWORD);
    pair.setCertificateEntry("trusted", pair.getCertificate("server"));
    return pair;
  }
}
