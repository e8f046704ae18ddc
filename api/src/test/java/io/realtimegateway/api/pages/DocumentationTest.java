package io.realtimegateway.api.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class DocumentationTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer get(String path) {
    return server.client().send("GET", path, null);
  }

  @Test
  void everyLinkOfEveryPageLeadsSomewhere() throws IOException {
    Map<String, Answer> seen = new LinkedHashMap<>();
    List<String> broken = new ArrayList<>();
    Deque<String> next = new ArrayDeque<>(List.of("/docs"));
    while (!next.isEmpty()) {
      String page = next.remove();
      for (String reference : references(seen.computeIfAbsent(page, DocumentationTest::get))) {
        URI target = URI.create(page).resolve(reference);
        if (target.isAbsolute() || reference.isEmpty()) {
          continue;
        }
        String path = target.getPath();
        if (!seen.containsKey(path)) {
          seen.put(path, get(path));
          next.add(path);
        }
        Answer answer = seen.get(path);
        if (answer.status() != 200) {
          broken.add(page + " links to " + reference + ": " + answer.status());
        } else if (target.getFragment() != null
            && !answer.response().body().contains("id=\"" + target.getFragment() + "\"")) {
          broken.add(page + " links to " + reference + ", which has no such section");
        }
      }
    }

    assertThat(broken).isEmpty();
    assertThat(seen.keySet()).contains("/docs/adr/0007-links-inside-a-process", "/docs/client");
    try (Stream<Path> files = Files.walk(DOCS)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".md")).toList()) {
        String address = "/docs/" + DOCS.relativize(file);
        if (!file.endsWith("README.md")) {
          assertThat(seen).containsKey(address.substring(0, address.length() - 3));
          assertThat(get(address).response().body()).isEqualTo(Files.readString(file));
        }
      }
    }
  }

  /// What is no page of the server is not linked there, so it is looked for in the repository.
  @Test
  void everyRelativeLinkOfTheRepositorysPagesIsAFile() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> pages = new ArrayList<>();
    for (String page :
        List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "client/README.md")) {
      pages.add(Path.of("..", page));
    }
    try (Stream<Path> files = Files.walk(DOCS)) {
      files.filter(it -> it.toString().endsWith(".md")).forEach(pages::add);
    }
    for (Path page : pages) {
      for (String link :
          LINK.matcher(Files.readString(page)).results().map(it -> it.group(1)).toList()) {
        String file = link.replaceFirst("#.*", "");
        if (!link.contains(":")
            && !Files.exists(
                page.resolveSibling(file.isEmpty() ? page.getFileName().toString() : file))) {
          broken.add(page + ": " + link);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void pagesAreHtmlWithTablesAndWithoutScript() {
    Answer page = get("/docs/webhooks");

    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.response().body())
        .contains(
            "<title>Webhooks</title>",
            "<h1 id=\"webhooks\">",
            "<table>",
            "href=\"/docs/server-api\"")
        .doesNotContain("<script", "style=");
    assertThat(get("/docs/images/chat.png").header("Content-Type")).isEqualTo("image/png");
    assertThat(get("/docs/webhooks.md").header("Content-Type")).startsWith("text/plain");
    assertThat(get("/docs/nothing").status()).isEqualTo(404);
  }

  @Test
  void aPageThatHasNotChangedIsNotSentAgain() {
    String tag = get("/docs/webhooks").header("ETag");
    Answer again = server.client().with("If-None-Match", tag).send("GET", "/docs/webhooks", null);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.response().body()).isEmpty();
  }

  private static List<String> references(Answer answer) {
    if (!answer.header("Content-Type").startsWith("text/html")) {
      return List.of();
    }
    return REFERENCE.matcher(answer.response().body()).results().map(it -> it.group(1)).toList();
  }
}
