package io.realtimegateway.e2e.browser;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The DevTools protocol over the browser's one socket: commands with answers, and events of pages.
final class DevTools implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final AtomicInteger lastID = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Consumer<JsonObject>> pages = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;

  DevTools(URI address) {
    socket = http.newWebSocketBuilder().buildAsync(address, new Ear()).join();
  }

  /// Attaches to a new, empty page.
  ///
  /// @param events hears the page's events
  /// @return the page's session
  String newPage(Consumer<JsonObject> events) {
    String target =
        call("", "Target.createTarget", new JsonObject().put("url", "about:blank"))
            .getString("targetId");
    String session =
        call(
                "",
                "Target.attachToTarget",
                new JsonObject().put("targetId", target).put("flatten", true))
            .getString("sessionId");
    pages.put(session, events);
    return session;
  }

  /// Sends a command and waits for its result.
  ///
  /// @param session of a page, or empty for the browser
  JsonObject call(String session, String method, JsonObject parameters) {
    int id = lastID.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    JsonObject command =
        new JsonObject().put("id", id).put("method", method).put("params", parameters);
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    synchronized (socket) {
      socket.sendText(command.encode(), true).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
    JsonObject said = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (said.containsKey("error")) {
      throw new IllegalStateException(method + ": " + said.getJsonObject("error").encode());
    }
    return said.getJsonObject("result");
  }

  private void heard(JsonObject message) {
    Integer id = message.getInteger("id");
    if (id != null) {
      CompletableFuture<JsonObject> answer = waiting.remove(id);
      if (answer != null) {
        answer.complete(message);
      }
      return;
    }
    Consumer<JsonObject> page = pages.get(message.getString("sessionId", ""));
    if (page != null) {
      page.accept(message);
    }
  }

  private void ended(String how) {
    waiting
        .values()
        .forEach(answer -> answer.completeExceptionally(new IllegalStateException(how)));
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonObject message = new JsonObject(text.toString());
        text.setLength(0);
        heard(message);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      ended("the browser closed the connection");
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ended(error.toString());
    }
  }
}
