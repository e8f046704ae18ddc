package io.realtimegateway.e2e.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An application's receiver on 127.0.0.1, always on the same port, that answers as the test says
/// and checks each signature by itself.
public final class WebhookReceiver implements AutoCloseable {

  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private final int port = FreePort.find();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final AtomicReference<ToIntFunction<Delivery>> answer = new AtomicReference<>(_ -> 204);
  private int atOnce;
  private int mostAtOnce;
  private volatile String secret = "";
  private @Nullable SSLContext tls;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  /// One attempt, in the order of arrival.
  ///
  /// @param status how it was answered, 0 before
  /// @param problem empty where headers and signature are right
  public record Delivery(
      String path, String id, JsonObject body, String text, String problem, int status) {

    public String type() {
      return body.getString("type");
    }

    public JsonObject data() {
      return body.getJsonObject("data");
    }

    private Delivery answered(int with) {
      return new Delivery(path, id, body, text, problem, with);
    }
  }

  /// Encrypts from the next start on.
  ///
  /// @param context shows the certificate
  public WebhookReceiver over(SSLContext context) {
    tls = context;
    return this;
  }

  /// Starts it; responds with 204 until the test changes that.
  public WebhookReceiver start() {
    try {
      HttpServer started = tls == null ? HttpServer.create() : HttpsServer.create();
      if (started instanceof HttpsServer encrypted) {
        encrypted.setHttpsConfigurator(new HttpsConfigurator(Objects.requireNonNull(tls)));
      }
      started.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
      ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
      started.setExecutor(executor);
      started.createContext("/", this::handle);
      started.start();
      server = started;
      threads = executor;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return (tls == null ? "http" : "https") + "://127.0.0.1:" + port + "/hook?of=test";
  }

  /// What the server showed when the endpoint was made.
  public void secret(String text) {
    secret = text;
  }

  /// Answers with these statuses from now on; the function may take its time.
  public void answering(ToIntFunction<Delivery> status) {
    answer.set(status);
  }

  /// Every attempt so far.
  public List<Delivery> attempts() {
    synchronized (deliveries) {
      return List.copyOf(deliveries);
    }
  }

  /// What was answered with 2xx, each `webhook-id` once, in the order of its first time.
  public List<Delivery> taken() {
    Map<String, Delivery> first = new LinkedHashMap<>();
    for (Delivery each : attempts()) {
      if (each.status >= 200 && each.status < 300) {
        first.putIfAbsent(each.id, each);
      }
    }
    return List.copyOf(first.values());
  }

  /// What was taken of one type.
  public List<Delivery> taken(String type) {
    return taken().stream().filter(each -> each.type().equals(type)).toList();
  }

  /// How many attempts it had to answer at one time, at most.
  public int mostAtOnce() {
    synchronized (deliveries) {
      return mostAtOnce;
    }
  }

  /// Refuses connections from now on.
  public void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
    if (threads != null) {
      threads.shutdownNow();
      threads = null;
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Delivery delivery =
          new Delivery(
              exchange.getRequestURI().toString(),
              String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")),
              new JsonObject(text),
              text,
              problem(exchange, text),
              0);
      int place = add(delivery);
      int status = answer.get().applyAsInt(delivery);
      synchronized (deliveries) {
        deliveries.set(place, delivery.answered(status));
        atOnce--;
      }
      if (status >= 300 && status < 400) {
        exchange.getResponseHeaders().set("Location", "/elsewhere");
      }
      byte[] body = status == 204 ? new byte[0] : "{}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private int add(Delivery delivery) {
    synchronized (deliveries) {
      deliveries.add(delivery);
      atOnce++;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      return deliveries.size() - 1;
    }
  }

  private String problem(HttpExchange exchange, String text) {
    String id = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
    String timestamp = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-timestamp"));
    String signature = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-signature"));
    if (!id.matches("[A-Za-z0-9-]{1,128}") || !timestamp.matches("[0-9]{10}")) {
      return "headers " + id + " " + timestamp;
    }
    Duration off =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), Instant.now()).abs();
    boolean isRight =
        MessageDigest.isEqual(
            signature.getBytes(StandardCharsets.UTF_8),
            signed(id + "." + timestamp + "." + text).getBytes(StandardCharsets.UTF_8));
    if (!isRight || off.compareTo(CLOCK_TOLERANCE) > 0) {
      return "signature " + signature + " at " + timestamp;
    }
    return "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))
        ? ""
        : "no JSON";
  }

  private String signed(String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = Base64.getDecoder().decode(secret.replace("whsec_", ""));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
