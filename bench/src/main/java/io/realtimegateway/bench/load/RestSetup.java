package io.realtimegateway.bench.load;

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
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Creates users, conversations and tickets over REST.
final class RestSetup implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("\"id\":\"?(\\d+)");
  private static final Pattern TICKET = Pattern.compile("\"ticket\":\"([^\"]+)\"");
  private static final Pattern COOKIE = Pattern.compile("token=([^;]+)");
  private static final int AT_ONCE = 16;
  private static final int LISTED_AT_ONCE = 50;

  private final URI base;
  private final String run = Long.toString(System.currentTimeMillis(), 36);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService calls = Executors.newFixedThreadPool(AT_ONCE);

  RestSetup(URI target) {
    base = target.resolve("/api/v1.0/");
  }

  /// A user who is signed in.
  record User(String id, String token) {}

  List<User> users(int count) {
    return inParallel(count, this::user);
  }

  /// Creates a conversation of `size` users for each room, as its first user.
  ///
  /// @return their ids
  List<String> conversations(List<User> users, int rooms, int size) {
    return inParallel(
        rooms, room -> conversation(users.subList(room * size, (room + 1) * size), room));
  }

  String ticket(User user) {
    HttpResponse<String> response = call("GET", "ws/token", user.token, "");
    return found(TICKET, response.body());
  }

  @Override
  public void close() {
    calls.shutdownNow();
    http.close();
  }

  private User user(int number) {
    String body =
        "{\"email\":\"load-%s-%d@example.com\",\"displayName\":\"Load %d\"}"
            .formatted(run, number, number);
    HttpResponse<String> response = call("POST", "auth/dev/login", "", body);
    String cookies = String.join(";", response.headers().allValues("set-cookie"));
    return new User(found(ID, response.body()), found(COOKIE, cookies));
  }

  private String conversation(List<User> members, int room) {
    List<User> others = members.subList(1, members.size());
    String body =
        "{\"participantIDs\":%s,\"conversationType\":\"group-chat\",\"groupName\":\"Room %d\"}"
            .formatted(ids(others.subList(0, Math.min(LISTED_AT_ONCE, others.size()))), room);
    String token = members.getFirst().token;
    String id = found(ID, call("POST", "conversations", token, body).body());
    for (int from = LISTED_AT_ONCE; from < others.size(); from += LISTED_AT_ONCE) {
      List<User> more = others.subList(from, Math.min(from + LISTED_AT_ONCE, others.size()));
      String path = "conversations/" + id + "/participants";
      call("PATCH", path, token, "{\"participantIDs\":" + ids(more) + "}");
    }
    return id;
  }

  private static String ids(List<User> users) {
    return users.stream()
        .map(user -> "\"" + user.id + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private HttpResponse<String> call(String method, String path, String token, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    request.method(method, BodyPublishers.ofString(body));
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            method + " " + path + ": " + response.statusCode() + " " + response.body());
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private <T> List<T> inParallel(int count, IntFunction<T> make) {
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      futures.add(calls.submit(() -> make.apply(number)));
    }
    List<T> made = new ArrayList<>();
    for (Future<T> future : futures) {
      try {
        made.add(future.get());
      } catch (Exception e) {
        throw new IllegalStateException("the setup failed", e);
      }
    }
    return made;
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException(pattern + " is not in " + text);
    }
    return matcher.group(1);
  }
}
