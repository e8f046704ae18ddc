package io.realtimegateway.api.testing;

import io.realtimegateway.api.testing.ApiClient.Answer;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A browser: it keeps cookies, and follows the way to an identity provider and back.
public final class TestBrowser {
  private final ApiServer server;
  private final String accept;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  /// @param accept header of its requests, empty for none
  public TestBrowser(ApiServer server, String accept) {
    this.server = server;
    this.accept = accept;
  }

  /// Opens an address.
  ///
  /// @param path from the root, with the query
  public Answer open(String path) {
    ApiClient client = server.client();
    if (!accept.isEmpty()) {
      client = client.with("Accept", accept);
    }
    if (!cookies.isEmpty()) {
      client = client.with("Cookie", header());
    }
    Answer answer = client.send("GET", path, null);
    answer.response().headers().allValues("Set-Cookie").forEach(this::keep);
    return answer;
  }

  /// Goes to the provider.
  ///
  /// @param login path and query of the login
  /// @return path and query to which the provider sends it back
  public String visit(String login) {
    Answer sent = open(login);
    if (sent.status() != 302) {
      throw new AssertionError(login + ": " + sent.status() + " " + sent.response().body());
    }
    URI back = URI.create(ApiClient.locationOf(sent.header("Location")));
    return back.getRawPath() + "?" + back.getRawQuery();
  }

  /// Goes to the provider and comes back.
  public Answer signIn(String login) {
    return open(visit(login));
  }

  /// Its value, empty if it has none.
  public String cookie(String name) {
    return cookies.getOrDefault(name, "");
  }

  /// Sends what it has from now on as this value.
  public void put(String name, String value) {
    cookies.put(name, value);
  }

  /// A client with its login.
  public ApiClient user() {
    return server.client().with("Cookie", "token=" + cookie("token"));
  }

  private String header() {
    return cookies.entrySet().stream()
        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
        .collect(Collectors.joining("; "));
  }

  private void keep(String setCookie) {
    int equals = setCookie.indexOf('=');
    String name = setCookie.substring(0, equals);
    if (setCookie.contains("; Max-Age=0;")) {
      cookies.remove(name);
    } else {
      cookies.put(name, setCookie.substring(equals + 1, setCookie.indexOf(';')));
    }
  }
}
