package io.realtimegateway.api.pages;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;
import org.jspecify.annotations.Nullable;

/// Makes HTML of the repository's Markdown: with tables, an id for each heading as GitHub gives it,
/// and links that lead to where the server has the pages. A link to a file that is not served
/// becomes its text. HTML in a page is shown as text.
final class MarkdownRenderer {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());

  private final Map<String, String> addresses;
  private final Parser parser = Parser.builder().extensions(TABLES).build();
  private final TextContentRenderer text = TextContentRenderer.builder().build();

  /// @param addresses the paths of the server by the names of the files in the repository
  MarkdownRenderer(Map<String, String> addresses) {
    this.addresses = Map.copyOf(addresses);
  }

  /// A rendered page.
  ///
  /// @param title text of the first heading
  /// @param sections headings of the second level
  record Rendered(String title, List<Section> sections, String html) {}

  /// A heading.
  ///
  /// @param id of its element
  /// @param title its text
  record Section(String id, String title) {}

  /// Renders one page.
  ///
  /// @param name of the file in the repository; relative links begin there
  Rendered render(String name, String markdown) {
    Node document = parser.parse(markdown);
    Walk walk = new Walk(URI.create(name));
    document.accept(walk);
    String html =
        HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .attributeProviderFactory(
                _ ->
                    (node, _, attributes) -> {
                      String id = walk.ids.get(node);
                      if (id != null) {
                        attributes.put("id", id);
                      }
                    })
            .build()
            .render(document);
    return new Rendered(walk.title, walk.sections, html);
  }

  /// Collects the headings and moves the links of one page.
  private final class Walk extends AbstractVisitor {
    private final URI page;
    private final IdentityHashMap<Node, String> ids = new IdentityHashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final List<Section> sections = new ArrayList<>();
    private String title = "";

    Walk(URI page) {
      this.page = page;
    }

    @Override
    public void visit(Heading heading) {
      String words = text.render(heading).strip();
      String id = id(words);
      int earlier = taken.merge(id, 1, Integer::sum) - 1;
      String unique = earlier == 0 ? id : id + "-" + earlier;
      ids.put(heading, unique);
      if (heading.getLevel() == 1 && title.isEmpty()) {
        title = words;
      }
      if (heading.getLevel() == 2) {
        sections.add(new Section(unique, words));
      }
      visitChildren(heading);
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      String address = address(link.getDestination());
      if (address != null) {
        link.setDestination(address);
        return;
      }
      for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
        link.insertBefore(child);
      }
      link.unlink();
    }

    @Override
    public void visit(Image image) {
      String address = address(image.getDestination());
      if (address == null) {
        throw new IllegalStateException(page + " shows " + image.getDestination());
      }
      image.setDestination(address);
    }

    /// Where a link leads on the server; null if that is not served.
    private @Nullable String address(String destination) {
      URI target = URI.create(destination);
      if (target.isAbsolute() || destination.startsWith("#") || destination.startsWith("/")) {
        return destination;
      }
      // Resolved against an absolute path, dots at the beginning go away.
      URI file = URI.create("/").resolve(page).resolve(target);
      String address = addresses.get(file.getPath().substring(1));
      return address == null || target.getFragment() == null
          ? address
          : address + "#" + target.getFragment();
    }
  }

  /// The id that GitHub gives a heading.
  private static String id(String title) {
    return title
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\p{M}_ -]", "")
        .replace(' ', '-');
  }
}
