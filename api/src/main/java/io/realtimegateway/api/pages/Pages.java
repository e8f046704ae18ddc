package io.realtimegateway.api.pages;

import io.realtimegateway.api.edge.ReplyWriter;
import io.realtimegateway.api.http.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The chat page at `/` and `/chat` ([ChatPage]), `/docs`, which reads the OpenAPI document with
/// Swagger UI, and `/docs/socket`, the AsyncAPI document to read. All of it comes from the class
/// path, so it works offline.
public final class Pages {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final String SWAGGER = "/META-INF/resources/webjars/swagger-ui/5.21.0/";

  /// Swagger UI writes styles into its page.
  private static final String DOCS_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, Reply> replies = new LinkedHashMap<>();
  private final ChatPage chat;

  /// Reads them all.
  ///
  /// @param asyncApi the document of the WebSocket, where this process has it
  /// @param warns whether dev login is on where it should not be
  public Pages(Optional<String> asyncApi, boolean warns) {
    this.chat = new ChatPage(warns);
    add("/pages/page.css", STYLE, "/pages/page.css");
    add("/docs", HTML, "/pages/docs.html");
    add("/docs/docs.js", SCRIPT, "/pages/docs.js");
    add("/docs/swagger-ui-bundle.js", SCRIPT, SWAGGER + "swagger-ui-bundle.js");
    add("/docs/swagger-ui.css", STYLE, SWAGGER + "swagger-ui.css");
    add("/docs/webhooks.md", TEXT, "/pages/webhooks.md");
    add("/docs/socket.css", STYLE, "/pages/socket.css");
    asyncApi.ifPresent(
        yaml -> replies.put("/docs/socket", fresh(HTML, Buffer.buffer(SocketPage.of(yaml)))));
    replies.computeIfPresent(
        "/docs", (_, page) -> page.with("Content-Security-Policy", DOCS_POLICY));
  }

  /// Adds the pages to a router, behind everything that begins alike.
  public void mount(Router router, ReplyWriter writer) {
    replies.forEach(
        (path, reply) -> router.get(path).handler(context -> writer.write(context, reply)));
    for (String path : chat.paths()) {
      router
          .get(path)
          .handler(context -> writer.write(context, chat.reply(path, context.request())));
    }
  }

  /// Their paths.
  public Set<String> paths() {
    Set<String> all = new LinkedHashSet<>(replies.keySet());
    chat.paths().forEach(all::add);
    return all;
  }

  private void add(String path, String contentType, String resource) {
    replies.put(path, fresh(contentType, read(resource)));
  }

  private static Reply fresh(String contentType, Buffer body) {
    return new Reply(200, List.of(), contentType, body).with("Cache-Control", "no-cache");
  }

  private static Buffer read(String resource) {
    try (InputStream in = Pages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + resource);
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
