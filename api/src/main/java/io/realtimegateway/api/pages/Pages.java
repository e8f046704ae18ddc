package io.realtimegateway.api.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.realtimegateway.api.edge.ReplyWriter;
import io.vertx.ext.web.Router;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The chat page at `/` and `/chat` ([ChatPage]); the documentation at `/docs` ([Documentation]);
/// `/docs/api`, which reads the OpenAPI document with Swagger UI; and `/docs/socket`, the AsyncAPI
/// document to read. All of it comes from the class path, so it works offline.
public final class Pages {
  private static final String SWAGGER = "/META-INF/resources/webjars/swagger-ui/5.21.0/";

  /// Swagger UI writes styles into its page.
  private static final String SWAGGER_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Map<String, Asset> assets = new LinkedHashMap<>();

  /// Reads and renders them all.
  ///
  /// @param asyncApi the document of the WebSocket, where this process has it
  /// @param warns whether dev login is on where it should not be
  public Pages(Optional<String> asyncApi, boolean warns) {
    assets.putAll(ChatPage.assets(warns));
    PageFrame frame = new PageFrame(asyncApi.isPresent());
    assets.putAll(Documentation.assets(frame));
    assets.put("/docs/api", file("/pages/api.html").under(SWAGGER_POLICY));
    assets.put("/docs/docs.js", file("/pages/docs.js"));
    assets.put("/docs/moved.js", file("/pages/moved.js"));
    assets.put("/docs/docs.css", file("/pages/docs.css"));
    assets.put("/docs/swagger-ui-bundle.js", file(SWAGGER + "swagger-ui-bundle.js"));
    assets.put("/docs/swagger-ui.css", file(SWAGGER + "swagger-ui.css"));
    asyncApi.ifPresent(
        yaml -> {
          String page = SocketPage.of(yaml, frame);
          assets.put("/docs/socket", Asset.of("socket.html", page.getBytes(UTF_8)));
        });
  }

  /// Adds the pages to a router, behind everything that begins alike.
  public void mount(Router router, ReplyWriter writer) {
    assets.forEach(
        (path, asset) ->
            router
                .get(path)
                .handler(context -> writer.write(context, asset.reply(context.request()))));
  }

  /// Their paths.
  public Set<String> paths() {
    return assets.keySet();
  }

  private static Asset file(String name) {
    return Asset.of(name, ClassPathFolder.file(name));
  }
}
