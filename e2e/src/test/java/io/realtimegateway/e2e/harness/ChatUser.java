package io.realtimegateway.e2e.harness;

import io.realtimegateway.api.testing.DocumentCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A user who is signed in, over REST.
public final class ChatUser {

  /// Every answer is held against the OpenAPI document.
  private static final class Document {
    static final DocumentCheck CHECK = DocumentCheck.ofTheClassPath();
  }

  static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private static final String BASE = "/api/v1.0";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI server;
  private final long id;
  private final String token;
  private final HttpClient http;
  private final @Nullable String requestName;

  private ChatUser(
      URI server, long id, String token, HttpClient http, @Nullable String requestName) {
    this.http = http;
    this.requestName = requestName;
    this.server = server;
    this.id = id;
    this.token = token;
  }

  /// Signs in by naming oneself.
  public static ChatUser signIn(URI server, String name) {
    return signIn(server, name, HTTP);
  }

  /// Signs in by naming oneself.
  ///
  /// @param http trusts the server, and is used for everything of this user
  public static ChatUser signIn(URI server, String name, HttpClient http) {
    JsonObject body = new JsonObject().put("email", name + "@example.com").put("displayName", name);
    Reply reply =
        exchange(
                http,
                HttpRequest.newBuilder(server.resolve(BASE + "/auth/dev/login"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body.encode())))
            .expect(200);
    return new ChatUser(
        server, Long.parseLong(reply.body().getString("id")), cookie(reply), http, null);
  }

  /// Asks outside of the API without saying who one is: `/health`, `/metrics`.
  public static Reply anonymous(URI server, String path) {
    return exchange(HTTP, HttpRequest.newBuilder(server.resolve(path)).GET());
  }

  /// The same user at another address of the installation.
  public ChatUser at(URI other) {
    return new ChatUser(other, id, token, http, requestName);
  }

  /// The same user, whose requests carry this `Repeatability-Request-ID`.
  public ChatUser named(String request) {
    return new ChatUser(server, id, token, http, request);
  }

  public long id() {
    return id;
  }

  public Reply get(String path) {
    return call("GET", path, null);
  }

  public Reply post(String path, JsonObject body) {
    return call("POST", path, body);
  }

  public Reply patch(String path, JsonObject body) {
    return call("PATCH", path, body);
  }

  public Reply put(String path, JsonObject body) {
    return call("PUT", path, body);
  }

  public Reply delete(String path) {
    return call("DELETE", path, null);
  }

  /// Creates a group-chat.
  ///
  /// @return its id
  public long createGroup(String name, ChatUser... others) {
    JsonObject body =
        new JsonObject()
            .put("participantIDs", ids(others))
            .put("conversationType", "group-chat")
            .put("groupName", name);
    return Long.parseLong(post("/conversations", body).expect(201).body().getString("id"));
  }

  public String ticket() {
    return get("/ws/token").expect(200).body().getString("ticket");
  }

  /// Opens a socket; `hello` may still be on its way.
  public ChatSocket connect() {
    return ChatSocket.open(socketAddress(ticket()), http);
  }

  public URI socketAddress(String ticket) {
    String scheme = server.getScheme().equals("https") ? "wss" : "ws";
    return URI.create(scheme + "://" + server.getRawAuthority() + "/ws?token=" + ticket);
  }

  /// The whole history of a conversation, oldest first, page by page.
  public List<JsonObject> history(long conversation) {
    return pages("/conversations/" + conversation + "/messages?$after=0&$top=200");
  }

  /// All conversations of this user.
  public List<JsonObject> conversations() {
    return pages("/conversations");
  }

  private List<JsonObject> pages(String path) {
    List<JsonObject> all = new ArrayList<>();
    Reply page = get(path).expect(200);
    all.addAll(page.value());
    for (String next = page.body().getString("@nextLink");
        next != null;
        next = page.body().getString("@nextLink")) {
      page = exchange(http, authorized(URI.create(next)).GET()).expect(200);
      all.addAll(page.value());
    }
    return all;
  }

  private Reply call(String method, String path, @Nullable JsonObject body) {
    HttpRequest.Builder request = authorized(server.resolve(BASE + path));
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body.encode()));
    }
    return exchange(http, request);
  }

  private HttpRequest.Builder authorized(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token);
    return requestName == null
        ? request
        : request
            .header("Repeatability-Request-ID", requestName)
            .header("Repeatability-First-Sent", "Tue, 03 Feb 2026 04:05:06 GMT");
  }

  private static Reply exchange(HttpClient http, HttpRequest.Builder request) {
    HttpRequest asked = request.timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = http.send(asked, BodyHandlers.ofString());
      String query = asked.uri().getRawQuery();
      Document.CHECK.check(
          asked.method(), asked.uri().getRawPath() + (query == null ? "" : "?" + query), answer);
      return Reply.of(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// The token of this login.
  public String token() {
    return token;
  }

  private static JsonArray ids(ChatUser... users) {
    JsonArray ids = new JsonArray();
    Arrays.stream(users).forEach(user -> ids.add(Long.toString(user.id)));
    return ids;
  }

  private static String cookie(Reply reply) {
    return reply.headers().allValues("set-cookie").stream()
        .filter(cookie -> cookie.startsWith("token="))
        .map(cookie -> cookie.substring("token=".length(), cookie.indexOf(';')))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no cookie named token"));
  }
}
