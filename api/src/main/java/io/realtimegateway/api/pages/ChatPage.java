package io.realtimegateway.api.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.realtimegateway.api.http.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The chat page: `/`, `/chat`, and the files that it loads below `/app/`. All of it comes from the
/// class path: the modules `web` and `client` as they are, Lit from its WebJars. A browser asks
/// again at every load and is answered with 304 if nothing has changed.
final class ChatPage {
  private static final String PREFIX = "/app/";
  private static final String ROOT = "web/";
  private static final String INDEX = "index.html";
  private static final String LIT = "/META-INF/resources/webjars/";
  private static final Map<String, String> LIT_FILES =
      Map.of(
          "lit/lit-html.js", "lit-html/3.3.1/lit-html.js",
          "lit/directive.js", "lit-html/3.3.1/directive.js",
          "lit/directive-helpers.js", "lit-html/3.3.1/directive-helpers.js",
          "lit/directives/repeat.js", "lit-html/3.3.1/directives/repeat.js",
          "lit/lit-element.js", "lit-element/4.2.1/lit-element.js",
          "lit/reactive-element.js", "lit__reactive-element/2.1.1/reactive-element.js",
          "lit/css-tag.js", "lit__reactive-element/2.1.1/css-tag.js");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private static final Pattern INLINE_SCRIPT =
      Pattern.compile("<script type=\"importmap\">([^<]*)</script>");

  private static final String NOTICE =
      """
      <p class="warning site">Anybody may sign in here as anybody: <code>auth.dev-login</code> is on.</p>
      """;

  private final Map<String, Asset> assets = new LinkedHashMap<>();
  private final String policy;

  /// One file, plain and compressed.
  ///
  /// @param tag the `ETag`, made from its content
  private record Asset(String contentType, Buffer plain, Buffer compressed, String tag) {}

  /// Reads and compresses the files.
  ///
  /// @param warns whether dev login is on where it should not be
  ChatPage(boolean warns) {
    String page =
        new String(resource("/" + ROOT + INDEX), UTF_8)
            .replace("<!-- notice -->", warns ? NOTICE.strip() : "");
    Asset index = asset(INDEX, page.getBytes(UTF_8));
    assets.put("/", index);
    assets.put("/chat", index);
    read().forEach((name, bytes) -> assets.put(PREFIX + name, asset(name, bytes)));
    assets.remove(PREFIX + INDEX);
    LIT_FILES.forEach(
        (name, resource) -> assets.put(PREFIX + name, asset(name, resource(LIT + resource))));
    policy = policy(page);
  }

  /// The paths at which something is served.
  Iterable<String> paths() {
    return assets.keySet();
  }

  /// The answer for one of [#paths()].
  Reply reply(String path, HttpServerRequest request) {
    Asset asset = assets.get(path);
    if (asset == null) {
      throw new IllegalArgumentException(path);
    }
    boolean compresses = accepts(request.getHeader("Accept-Encoding"));
    String tag = "\"" + asset.tag() + (compresses ? "-gzip\"" : "\"");
    boolean isKnown = tag.equals(request.getHeader("If-None-Match"));
    Reply reply =
        new Reply(
                isKnown ? 304 : 200,
                List.of(),
                asset.contentType(),
                isKnown ? Buffer.buffer() : compresses ? asset.compressed() : asset.plain())
            .with("Cache-Control", "no-cache")
            .with("ETag", tag)
            .with("Vary", "Accept-Encoding");
    if (compresses && !isKnown) {
      reply = reply.with("Content-Encoding", "gzip");
    }
    return path.startsWith(PREFIX) ? reply : reply.with("Content-Security-Policy", policy);
  }

  /// The policy of the page: as that of every answer, with the hash of its one inline script.
  private static String policy(String page) {
    Matcher script = INLINE_SCRIPT.matcher(page);
    if (!script.find()) {
      throw new IllegalStateException("the chat page has no import map");
    }
    return "default-src 'none'; script-src 'self' 'sha256-"
        + Base64.getEncoder().encodeToString(digest(script.group(1).getBytes(UTF_8)))
        + "'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; "
        + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  }

  private static boolean accepts(@Nullable String encodings) {
    return encodings != null && encodings.contains("gzip");
  }

  private static Asset asset(String name, byte[] bytes) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("no content type is known for " + name);
    }
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length);
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    String tag = Base64.getUrlEncoder().withoutPadding().encodeToString(digest(bytes));
    return new Asset(
        type, Buffer.buffer(bytes), Buffer.buffer(compressed.toByteArray()), tag.substring(0, 22));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException cause) {
      throw new AssertionError(cause);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = ChatPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + name);
      }
      return in.readAllBytes();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /// The files of the page by their names below its folder, from a jar or a folder of classes.
  private static Map<String, byte[]> read() {
    URL index = ChatPage.class.getResource("/" + ROOT + INDEX);
    if (index == null) {
      throw new IllegalStateException("the class path has no " + ROOT + INDEX);
    }
    try {
      return index.openConnection() instanceof JarURLConnection jar
          ? ofJar(jar)
          : ofFolder(Path.of(URI.create(index.toString()).resolve(".")));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static Map<String, byte[]> ofJar(JarURLConnection jar) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    jar.getJarFile().stream()
        .filter(entry -> entry.getName().startsWith(ROOT) && !entry.isDirectory())
        .forEach(
            entry ->
                files.put(
                    entry.getName().substring(ROOT.length()), resource("/" + entry.getName())));
    return files;
  }

  private static Map<String, byte[]> ofFolder(Path folder) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
