package io.realtimegateway.api.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An issuer that answers when the test lets it.
@Timeout(60)
final class PublishedKeysTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final AtomicReference<JWKSet> published = new AtomicReference<>();
  private final Semaphore arrived = new Semaphore(0);
  private final Semaphore answers = new Semaphore(0);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile int status = 200;
  private HttpServer issuer;
  private PublishedKeys keys;

  @BeforeEach
  void start() throws IOException {
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.setExecutor(threads);
    issuer.createContext("/", this::answer);
    issuer.start();
    URI address = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks");
    keys = new PublishedKeys(address, Duration.ofSeconds(20), now::get);
  }

  @AfterEach
  void stop() {
    answers.release(1000);
    issuer.stop(0);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    arrived.release();
    answers.acquireUninterruptibly();
    byte[] body = published.get().toString().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static ECKey key(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate().toPublicJWK();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static JWSHeader header(String id) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(id).build();
  }

  private CompletableFuture<List<JWK>> ask(String id, boolean mayWait) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return keys.fitting(header(id), mayWait);
          } catch (KeySourceException refused) {
            throw new IllegalStateException(refused);
          }
        },
        threads);
  }

  private void know(JWK... first) throws Exception {
    published.set(new JWKSet(List.of(first)));
    answers.release();
    assertThat(ask(first[0].getKeyID(), true).get()).isNotEmpty();
    arrived.acquire();
  }

  @Test
  void strangersWaitInAQueueOfTheirOwnAndKnownKeysDoNot() throws Exception {
    know(key("known"));
    List<CompletableFuture<List<JWK>>> waiting = new ArrayList<>();
    for (int i = 0; i < PublishedKeys.MOST_WAITING; i++) {
      waiting.add(ask("unknown-" + i, true));
    }
    arrived.acquire();
    while (keys.waiting() < PublishedKeys.MOST_WAITING) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(() -> keys.fitting(header("unknown"), true))
        .isInstanceOf(KeySourceException.class)
        .hasMessage("too many wait for the keys");
    assertThat(keys.fitting(header("unknown"), false)).isEmpty();
    assertThat(keys.fitting(header("known"), true)).hasSize(1);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);

    answers.release();
    for (CompletableFuture<List<JWK>> each : waiting) {
      assertThat(each.get()).isEmpty();
    }
    assertThat(arrived.tryAcquire()).as("a second fetch").isFalse();
  }

  @Test
  void knownKeysAreFetchedAgainInTheBackgroundBeforeTheyAreTooOld() throws Exception {
    know(key("old"));
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(4)));

    assertThat(keys.fitting(header("old"), true)).hasSize(1);
    arrived.acquire();
    published.set(new JWKSet(List.of(key("new"))));
    answers.release();

    assertThat(ask("new", true).get()).hasSize(1);
    assertThat(keys.fitting(header("old"), false)).isEmpty();
  }

  @Test
  void keysThatAreTooOldAreNotUsedUntilTheyAreFetchedOrCannotBe() throws Exception {
    know(key("old"));
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(6)));

    assertThatThrownBy(() -> keys.fitting(header("old"), false))
        .isInstanceOf(KeySourceException.class);
    CompletableFuture<List<JWK>> asked = ask("old", true);
    arrived.acquire();
    status = 500;
    answers.release();

    assertThat(asked.get(20, TimeUnit.SECONDS)).hasSize(1);
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(55)));
    assertThatThrownBy(() -> keys.fitting(header("old"), false))
        .isInstanceOf(KeySourceException.class);
  }

  @Test
  void aKeyWithoutIdFitsEveryKeyIdThatNoOtherKeyHas() throws Exception {
    ECKey named = key("named");
    ECKey nameless = new ECKey.Builder(key("x")).keyID(null).build();
    know(named, nameless);

    assertThat(keys.fitting(header("named"), false)).containsExactly(named);
    assertThat(keys.fitting(header("2026"), false)).containsExactly(nameless);
    assertThat(keys.fitting(new JWSHeader(JWSAlgorithm.ES256), false)).hasSize(2);
    assertThat(keys.fitting(new JWSHeader(JWSAlgorithm.RS256), false)).isEmpty();
    assertThat(keys.fitting(new JWSHeader(JWSAlgorithm.HS256), true)).isEmpty();
  }

  @Test
  void manyAtOnceMakeOneFetch() throws Exception {
    published.set(new JWKSet(key("first")));
    CountDownLatch begun = new CountDownLatch(20);
    List<CompletableFuture<List<JWK>>> asked = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      asked.add(
          CompletableFuture.runAsync(begun::countDown, threads)
              .thenCompose(_ -> ask("first", true)));
    }
    begun.await();
    answers.release();

    for (CompletableFuture<List<JWK>> each : asked) {
      assertThat(each.get()).hasSize(1);
    }
    assertThat(arrived.drainPermits()).isEqualTo(1);
  }
}
