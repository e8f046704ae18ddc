package io.realtimegateway.api.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The chat page: `/`, `/chat`, and the files that it loads below `/app/`. All of it comes from the
/// class path: the modules `web` and `client` as they are, Lit from its WebJars.
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

  private static final Pattern INLINE_SCRIPT =
      Pattern.compile("<script type=\"importmap\">([^<]*)</script>");

  private static final String NOTICE =
      """
      <p class="warning site">Anybody may sign in here as anybody: <code>auth.dev-login</code> is on.</p>
      """;

  private ChatPage() {}

  /// Its files by path.
  ///
  /// @param warns whether dev login is on where it should not be
  static Map<String, Asset> assets(boolean warns) {
    Map<String, Asset> assets = new LinkedHashMap<>();
    Map<String, byte[]> files = ClassPathFolder.read(ROOT, INDEX);
    files.forEach((name, bytes) -> assets.put(PREFIX + name, Asset.of(name, bytes)));
    LIT_FILES.forEach(
        (name, file) ->
            assets.put(PREFIX + name, Asset.of(name, ClassPathFolder.file(LIT + file))));
    assets.remove(PREFIX + INDEX);
    String page =
        new String(ClassPathFolder.file("/" + ROOT + INDEX), UTF_8)
            .replace("<!-- notice -->", warns ? NOTICE.strip() : "");
    Asset index = Asset.of(INDEX, page.getBytes(UTF_8)).under(policy(page));
    assets.put("/", index);
    assets.put("/chat", index);
    return assets;
  }

  /// The policy of the page: as that of every answer, with the hash of its one inline script.
  private static String policy(String page) {
    Matcher script = INLINE_SCRIPT.matcher(page);
    if (!script.find()) {
      throw new IllegalStateException("the chat page has no import map");
    }
    return "default-src 'none'; script-src 'self' 'sha256-"
        + Base64.getEncoder().encodeToString(Asset.digest(script.group(1).getBytes(UTF_8)))
        + "'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; "
        + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  }
}
