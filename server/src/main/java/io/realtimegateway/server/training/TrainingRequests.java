package io.realtimegateway.server.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Requests to the server that is trained.
final class TrainingRequests implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("\"id\":\"?(\\d+)");
  private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");
  private static final Pattern COOKIE = Pattern.compile("token=([^;]+)");
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int FIRST_REFUSAL = 300;

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TrainingRequests(URI server) {
    this.server = server;
  }

  /// Who is signed in.
  record Account(String id, String token) {}

  Account signIn(String name) {
    String body = "{\"email\":\"" + name + "@example.com\",\"displayName\":\"" + name + "\"}";
    HttpResponse<String> response = call("POST", "auth/dev/login", "", body);
    String cookies = String.join(";", response.headers().allValues("set-cookie"));
    return new Account(found(ID, response.body()), found(COOKIE, cookies));
  }

  /// A group that the first of its members creates.
  ///
  /// @return its id
  String conversation(List<Account> members) {
    String others =
        members.stream()
            .skip(1)
            .map(member -> "\"" + member.id + "\"")
            .collect(Collectors.joining(","));
    String body =
        "{\"participantIDs\":["
            + others
            + "],\"conversationType\":\"group-chat\",\"groupName\":\"Training\"}";
    return idOf(members.getFirst(), "POST", "conversations", body);
  }

  WebSocket socket(Account account, WebSocket.Listener listener) {
    String ticket = found(TICKET, call("GET", "ws/token", account.token, "").body());
    URI address = URI.create("ws://" + server.getAuthority() + "/ws?token=" + ticket);
    return http.newWebSocketBuilder().buildAsync(address, listener).join();
  }

  String idOf(Account account, String method, String path, String body) {
    return found(ID, call(method, path, account.token, body).body());
  }

  void call(Account account, String method, String path, String body) {
    var _ = call(method, path, account.token, body);
  }

  /// Loads a page that needs no account.
  void page(String path) {
    var _ = send(HttpRequest.newBuilder(server.resolve(path)).timeout(DEADLINE).build());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpResponse<String> call(String method, String path, String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve("/api/v1.0/" + path)).timeout(DEADLINE);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return send(request.method(method, BodyPublishers.ofString(body)).build());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= FIRST_REFUSAL) {
        throw new IllegalStateException(
            request.method() + " " + request.uri() + ": " + response.statusCode());
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in " + text);
    }
    return matcher.group(1);
  }
}
