package io.realtimegateway.api.pages;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The AsyncAPI document as a page that needs no script.
final class SocketPage {
  private final JsonObject document;
  private final StringBuilder html = new StringBuilder(1 << 16);

  private SocketPage(JsonObject document) {
    this.document = document;
  }

  /// Makes the page.
  ///
  /// @param yaml the document

  @SuppressWarnings("unchecked")
  static String of(String yaml, PageFrame frame) {
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return new SocketPage(new JsonObject((Map<String, Object>) loaded)).page(frame);
  }

  private String page(PageFrame frame) {
    JsonObject info = document.getJsonObject("info");
    String title = info.getString("title");
    html.append(String.format(Locale.ROOT, "<h1>%s</h1>", PageFrame.escaped(title)));
    html.append("<p>For programs: <a href=\"/asyncapi.yaml\">asyncapi.yaml</a></p>");
    info.getString("description").lines().filter(line -> !line.isBlank()).forEach(this::paragraph);
    for (Map.Entry<String, Object> operation : document.getJsonObject("operations")) {
      operation((JsonObject) operation.getValue());
    }
    html.append("<h2>Shapes</h2>");
    for (Map.Entry<String, Object> schema : components("schemas")) {
      heading(schema.getKey());
      shape((JsonObject) schema.getValue());
    }
    rows("Close codes", "x-close-codes", "code", "meaning");
    rows("Limits, as they are by default", "x-limits", "limit", "value", "key");
    return frame.around(title, "", html.toString());
  }

  private void operation(JsonObject operation) {
    html.append("<h2>").append(words(operation.getString("summary"))).append("</h2>");
    for (Object reference : operation.getJsonArray("messages")) {
      String name = lastPart(((JsonObject) reference).getString("$ref"));
      JsonObject message = components("messages").getJsonObject(name);
      heading(name);
      paragraph(message.getString("summary"));
      shape(message.getJsonObject("payload"));
      for (Object example : message.getJsonArray("examples")) {
        html.append("<pre>")
            .append(PageFrame.escaped(((JsonObject) example).getJsonObject("payload").encode()))
            .append("</pre>");
      }
    }
  }

  /// The fields of an object, or what else a schema says.
  private void shape(JsonObject schema) {
    JsonObject properties = schema.getJsonObject("properties");
    if (properties == null) {
      html.append("<p>").append(type(schema)).append("</p>");
      return;
    }
    JsonArray required = schema.getJsonArray("required", new JsonArray());
    html.append("<table><tr><th>field</th><th>value</th><th></th></tr>");
    for (Map.Entry<String, Object> property : properties) {
      fields(property.getKey(), (JsonObject) property.getValue(), required);
    }
    html.append("</table>");
  }

  private void fields(String name, JsonObject schema, JsonArray required) {
    html.append(
        String.format(Locale.ROOT, "<tr><td><code>%s</code></td><td>", PageFrame.escaped(name)));
    if (schema.containsKey("properties")) {
      shape(schema);
    } else {
      html.append(type(schema));
    }
    html.append("</td><td>").append(required.contains(name) ? "" : "optional").append("</td></tr>");
  }

  private static String type(JsonObject schema) {
    String reference = schema.getString("$ref");
    if (reference != null) {
      String name = PageFrame.escaped(lastPart(reference));
      return String.format(Locale.ROOT, "<a href=\"#%s\">%s</a>", name, name);
    }
    if (schema.containsKey("oneOf")) {
      return schema.getJsonArray("oneOf").stream()
          .map(choice -> type((JsonObject) choice))
          .collect(Collectors.joining(" or "));
    }
    if (schema.containsKey("items")) {
      return "list of " + type(schema.getJsonObject("items")) + details(schema);
    }
    Object kind = schema.getValue("type", schema.getValue("const", schema.getValue("enum")));
    String shown = kind instanceof JsonArray kinds ? joined(kinds) : String.valueOf(kind);
    return "<code>" + PageFrame.escaped(shown) + "</code>" + details(schema);
  }

  private static String joined(JsonArray kinds) {
    return kinds.stream().map(String::valueOf).collect(Collectors.joining(" | "));
  }

  /// Every other keyword of a schema, in its order, then its description.
  private static String details(JsonObject schema) {
    Set<String> shown = Set.of("type", "const", "enum", "items", "description");
    String keywords =
        schema.stream()
            .filter(entry -> !shown.contains(entry.getKey()))
            .map(entry -> entry.getKey().toLowerCase(Locale.ROOT) + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    String description = schema.getString("description", "");
    return (keywords.isEmpty() ? "" : ", " + PageFrame.escaped(keywords))
        + (description.isEmpty() ? "" : ". " + words(description));
  }

  private void rows(String title, String key, String... columns) {
    html.append("<h2>").append(title).append("</h2><table>");
    for (Object row : document.getJsonArray(key)) {
      html.append("<tr>");
      for (String column : columns) {
        String cell = String.valueOf(((JsonObject) row).getValue(column));
        html.append("<td>").append(words(cell)).append("</td>");
      }
      html.append("</tr>");
    }
    html.append("</table>");
  }

  private JsonObject components(String kind) {
    return document.getJsonObject("components").getJsonObject(kind);
  }

  private void heading(String name) {
    html.append(
        String.format(
            Locale.ROOT,
            "<h3 id=\"%s\">%s</h3>",
            PageFrame.escaped(name),
            PageFrame.escaped(name)));
  }

  private void paragraph(String text) {
    html.append("<p>").append(words(text)).append("</p>");
  }

  /// Text with code between backticks.
  private static String words(String text) {
    return PageFrame.escaped(text).replaceAll("`([^`]+)`", "<code>$1</code>");
  }

  private static String lastPart(String reference) {
    return reference.substring(reference.lastIndexOf('/') + 1);
  }
}
