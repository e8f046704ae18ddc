package io.realtimegateway.e2e.harness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The application's own backend, with an API key.
public final class ApplicationBackend {

  private static final String BASE = "/api/v1.0";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final URI server;
  private final Map<String, String> headers;

  private ApplicationBackend(URI server, Map<String, String> headers) {
    this.server = server;
    this.headers = Map.copyOf(headers);
  }

  /// Makes a key by the command, as an operator does.
  public static ApplicationBackend of(ServerProcess server, String name) {
    ServerProcess.Outcome made = server.command("api-key", "create", name);
    made.expectSuccess();
    return withKey(server.url(), made.said().strip());
  }

  public static ApplicationBackend withKey(URI server, String key) {
    return new ApplicationBackend(server, Map.of("Authorization", "Bearer " + key));
  }

  /// One that sends a header more, or another.
  public ApplicationBackend with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApplicationBackend(server, more);
  }

  /// The same key at another address of the installation.
  public ApplicationBackend at(URI other) {
    return new ApplicationBackend(other, headers);
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  public Reply post(String path, JsonObject body) {
    return send("POST", path, body.encode());
  }

  public Reply put(String path, JsonObject body) {
    return send("PUT", path, body.encode());
  }

  public Reply patch(String path, JsonObject body) {
    return send("PATCH", path, body.encode());
  }

  public Reply delete(String path) {
    return send("DELETE", path, null);
  }

  /// Makes a user who can sign in under the same name.
  ///
  /// @return its id
  public long user(String name) {
    JsonObject body = new JsonObject().put("displayName", name);
    Reply reply = put("/server/users/u-" + name, body.put("email", name + "@example.com"));
    return Long.parseLong(reply.expect(201).body().getString("id"));
  }

  /// Makes a group-chat of users made before.
  ///
  /// @return its id
  public long group(String... names) {
    JsonArray members = new JsonArray();
    List.of(names).forEach(name -> members.add("u-" + name));
    JsonObject body =
        new JsonObject()
            .put("conversationType", "group-chat")
            .put("groupName", "tea")
            .put("participantExternalIds", members);
    return Long.parseLong(post("/server/conversations", body).expect(201).body().getString("id"));
  }

  /// Writes as a user.
  ///
  /// @return the message
  public JsonObject say(long conversation, String author, String content) {
    JsonObject body =
        new JsonObject().put("content", content).put("authorExternalId", "u-" + author);
    return post("/server/conversations/" + conversation + "/messages", body).expect(201).body();
  }

  /// Adds an endpoint for a receiver.
  ///
  /// @param types all where there is none
  /// @return its id
  public String webhook(WebhookReceiver receiver, String... types) {
    JsonObject body = new JsonObject().put("url", receiver.url());
    if (types.length > 0) {
      body.put("eventTypes", new JsonArray(List.of(types)));
    }
    JsonObject made = post("/server/webhooks", body).expect(201).body();
    receiver.secret(made.getString("secret"));
    return made.getString("id");
  }

  /// Any request.
  public Reply send(String method, String path, @Nullable String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(BASE + path))
            .timeout(PATIENCE)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    try {
      return Reply.of(ChatUser.HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
