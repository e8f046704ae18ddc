package io.realtimegateway.api.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.realtimegateway.api.pages.MarkdownRenderer.Rendered;
import io.realtimegateway.api.pages.MarkdownRenderer.Section;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The repository's documentation: `docs/README.md`, which lists the pages, at `/docs`, every other
/// page of `docs/` at `/docs/NAME`, those of other folders of the repository where [#OTHERS] says.
/// Each page is there once more as it was written, at its address with `.md`.
final class Documentation {
  private static final String FOLDER = "repository/";
  private static final String INDEX = "docs/README.md";
  private static final String SUFFIX = ".md";
  private static final int SECTIONS_WORTH_A_LIST = 5;

  private static final Map<String, String> OTHERS =
      Map.of(
          INDEX,
          "/docs",
          "CHANGELOG.md",
          "/docs/changelog",
          "CONTRIBUTING.md",
          "/docs/contributing",
          "client/README.md",
          "/docs/client");

  /// Addresses within the description of the REST API began at `/docs`, where it was once.
  private static final String MOVED = "<script src=\"/docs/moved.js\"></script>";

  private Documentation() {}

  /// Renders the pages.
  ///
  /// @return the files by path
  static Map<String, Asset> assets(PageFrame frame) {
    Map<String, byte[]> files = ClassPathFolder.read(FOLDER, "CHANGELOG.md");
    Map<String, String> addresses = new HashMap<>();
    files.keySet().forEach(name -> addresses.put(name, address(name)));
    addresses.put("README.md", "/docs");
    MarkdownRenderer renderer = new MarkdownRenderer(addresses);
    Map<String, Asset> assets = new LinkedHashMap<>();
    files.forEach(
        (name, bytes) -> {
          String address = address(name);
          if (name.endsWith(SUFFIX)) {
            Rendered page = renderer.render(name, new String(bytes, UTF_8));
            String html =
                frame.around(page.title(), name.equals(INDEX) ? MOVED : "", content(page));
            assets.put(address, Asset.of("page.html", html.getBytes(UTF_8)));
            assets.put(address + SUFFIX, Asset.of(name, bytes));
          } else {
            assets.put(address, Asset.of(name, bytes));
          }
        });
    return assets;
  }

  /// The page with a list of its sections behind the title; a wide table scrolls by itself.
  private static String content(Rendered page) {
    String html =
        page.html()
            .replace("<table>", "<div class=\"wide\"><table>")
            .replace("</table>", "</table></div>");
    int body = html.indexOf("</h1>") + "</h1>".length();
    return page.sections().size() < SECTIONS_WORTH_A_LIST
        ? html
        : html.substring(0, body) + list(page.sections()) + html.substring(body);
  }

  private static String list(List<Section> sections) {
    StringBuilder html = new StringBuilder("<nav aria-label=\"On this page\"><ul>");
    for (Section section : sections) {
      html.append("<li><a href=\"#")
          .append(PageFrame.escaped(section.id()))
          .append("\">")
          .append(PageFrame.escaped(section.title()))
          .append("</a></li>");
    }
    return html.append("</ul></nav>").toString();
  }

  private static String address(String name) {
    String other = OTHERS.get(name);
    if (other != null) {
      return other;
    }
    return "/" + (name.endsWith(SUFFIX) ? name.substring(0, name.length() - 3) : name);
  }
}
