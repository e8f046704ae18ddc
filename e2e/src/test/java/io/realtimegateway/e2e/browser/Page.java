package io.realtimegateway.e2e.browser;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One page of the browser, and what it asked for and complained of.
final class Page {
  private static final long PATIENCE_SECONDS = 60;

  private final DevTools tools;
  private final String session;
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();

  Page(DevTools tools) {
    this.tools = tools;
    this.session = tools.newPage(this::hear);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", new JsonObject());
    }
  }

  /// Goes to an address and waits until everything there is loaded.
  Page open(URI address) {
    loaded = new CompletableFuture<>();
    JsonObject gone = call("Page.navigate", new JsonObject().put("url", address.toString()));
    if (gone.containsKey("errorText")) {
      throw new AssertionError(address + ": " + gone.getString("errorText"));
    }
    loaded.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    return this;
  }

  /// Runs a script in the page and waits for what its promise gives, as JSON.
  @Nullable Object run(String script) {
    JsonObject done =
        call(
            "Runtime.evaluate",
            new JsonObject()
                .put("expression", script)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (done.containsKey("exceptionDetails")) {
      throw new AssertionError(done.getJsonObject("exceptionDetails").encode());
    }
    return done.getJsonObject("result").getValue("value");
  }

  /// The text that a reader sees.
  String text() {
    return String.valueOf(run("document.body.innerText"));
  }

  /// Addresses that the page asked for so far, sockets too; not those that hold their own content.
  List<String> requests() {
    return requests.stream().filter(address -> !address.startsWith("data:")).toList();
  }

  /// Errors and warnings of the console so far; violations of the page's policy are among them.
  List<String> problems() {
    return List.copyOf(problems);
  }

  private JsonObject call(String method, JsonObject parameters) {
    return tools.call(session, method, parameters);
  }

  private void hear(JsonObject event) {
    JsonObject said = event.getJsonObject("params");
    switch (event.getString("method")) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Network.requestWillBeSent" ->
          requests.add(said.getJsonObject("request").getString("url"));
      case "Network.webSocketCreated" -> requests.add(said.getString("url"));
      case "Log.entryAdded" -> problem(said.getJsonObject("entry").getString("level"), said);
      case "Runtime.consoleAPICalled" -> problem(said.getString("type"), said);
      case "Runtime.exceptionThrown" -> problem("error", said);
      default -> {}
    }
  }

  private void problem(String level, JsonObject said) {
    if (level.equals("error") || level.equals("warning")) {
      problems.add(said.encode());
    }
  }
}
