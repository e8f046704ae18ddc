package io.realtimegateway.api.testing;

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
import java.util.LinkedHashMap;
import java.util.Map;

/// Calls the API and holds every answer against the document. Each `with` gives a new client.
public final class ApiClient {
  private static final String BASE = "/api/v1.0";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port;
  private final DocumentCheck check;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private long userID;
  private String token = "";

  ApiClient(int port, DocumentCheck check) {
    this.port = port;
    this.check = check;
  }

  /// An answer.
  public record Answer(int status, HttpResponse<String> response) {
    /// The body as an object.
    public JsonObject json() {
      return new JsonObject(response.body());
    }

    /// The field `value` of a collection.
    public JsonArray value() {
      return json().getJsonArray("value");
    }

    /// The code of an error.
    public String error() {
      return json().getJsonObject("error").getString("code");
    }

    /// What the error is about: its target, or those of its details.
    public String target() {
      JsonObject error = json().getJsonObject("error");
      return error.getString("target");
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /// A client that sends one header more.
  public ApiClient with(String name, String value) {
    ApiClient other = new ApiClient(port, check);
    other.headers.putAll(headers);
    other.headers.put(name, value);
    other.userID = userID;
    other.token = token;
    return other;
  }

  /// Signs in as whoever has this e-mail, with the token as bearer from then on.
  public void signIn(String email, String displayName) {
    Answer answer =
        post(
            "/auth/dev/login",
            new JsonObject().put("email", email).put("displayName", displayName));
    if (answer.status() != 200) {
      throw new AssertionError("dev login: " + answer.response().body());
    }
    userID = Long.parseLong(answer.json().getString("id"));
    token = cookie(answer);
    headers.put("Authorization", "Bearer " + token);
  }

  /// The token of a cookie that an answer sets.
  public static String cookie(Answer answer) {
    String cookie = answer.header("Set-Cookie");
    return cookie.substring("token=".length(), cookie.indexOf(';'));
  }

  public long userID() {
    return userID;
  }

  public String token() {
    return token;
  }

  public Answer get(String path) {
    return send("GET", BASE + path, null);
  }

  public Answer post(String path, JsonObject body) {
    return send("POST", BASE + path, body.encode());
  }

  public Answer post(String path) {
    return send("POST", BASE + path, null);
  }

  public Answer patch(String path, JsonObject body) {
    return send("PATCH", BASE + path, body.encode());
  }

  public Answer put(String path, JsonObject body) {
    return send("PUT", BASE + path, body.encode());
  }

  public Answer delete(String path) {
    return send("DELETE", BASE + path, null);
  }

  /// Follows an absolute link.
  public Answer follow(String link) {
    String origin = "http://127.0.0.1:" + port;
    if (!link.startsWith(origin)) {
      throw new AssertionError(link + " does not begin with " + origin);
    }
    return send("GET", link.substring(origin.length()), null);
  }

  /// Where another server sends whoever asks for an address.
  public static String locationOf(String address) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30)).build();
    try {
      HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
      return response.headers().firstValue("Location").orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /// Any request.
  ///
  /// @param path from the root
  /// @param body null for none
  public Answer send(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null && !headers.containsKey("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    headers.forEach(request::setHeader);
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      check.check(method, path, response);
      return new Answer(response.statusCode(), response);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
