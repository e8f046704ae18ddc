package io.realtimegateway.api.contract;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// The document's files, joined: `openapi.yaml` and the parts that its `x-parts` names. A part
/// holds `paths` and `components` of one feature. `x-every-response` names headers and
/// `x-every-operation` responses that are added everywhere, so that no part has to repeat them; the
/// served document has them written out.
final class DocumentParts {
  private static final String FOLDER = "/openapi/";
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  private final Map<String, Object> document;

  private DocumentParts(Map<String, Object> document) {
    this.document = document;
  }

  /// Reads the files of the class path.
  static DocumentParts read() {
    Map<String, Object> document = load("/openapi.yaml");
    List<?> parts = (List<?>) removed(document, "x-parts");
    for (Object part : parts) {
      join(document, load(FOLDER + part));
    }
    Map<String, Object> headers = map(removed(document, "x-every-response"));
    Map<String, Object> responses = map(removed(document, "x-every-operation"));
    eachOperation(document, operation -> addResponses(operation, responses));
    Map<String, Object> shared = map(map(document.get("components")).get("responses"));
    eachOperation(document, operation -> addErrorPages(operation, shared));
    eachResponse(document, response -> addHeaders(response, headers));
    return new DocumentParts(document);
  }

  /// The document for the router, which knows few types of content and absolute servers alone, and
  /// is not to authenticate.
  JsonObject json() {
    Map<String, Object> copy = copy(document);
    copy.remove("security");
    makeServersAbsolute(copy);
    map(copy.get("paths")).values().forEach(path -> makeServersAbsolute(map(path)));
    eachOperation(copy, operation -> operation.remove("security"));
    eachResponse(copy, DocumentParts::sayPlainForText);
    eachPattern(copy);
    return new JsonObject(copy);
  }

  /// `$` is the end in the expressions of JSON Schema; in Java's it also stands before a line break
  /// at the end.
  private static void eachPattern(Object part) {
    if (part instanceof List<?> list) {
      list.forEach(DocumentParts::eachPattern);
    } else if (part instanceof Map<?, ?>) {
      Map<String, Object> map = map(part);
      map.computeIfPresent(
          "pattern", (_, pattern) -> pattern instanceof String text ? exact(text) : pattern);
      map.values().forEach(DocumentParts::eachPattern);
    }
  }

  private static String exact(String pattern) {
    return pattern.endsWith("$") ? pattern.substring(0, pattern.length() - 1) + "\\z" : pattern;
  }

  private static void makeServersAbsolute(Map<String, Object> holder) {
    if (holder.get("servers") instanceof List<?> servers) {
      servers.forEach(
          server ->
              map(server)
                  .computeIfPresent(
                      "url", (_, url) -> "http://localhost" + (url.equals("/") ? "" : url)));
    }
  }

  private static void sayPlainForText(Map<String, Object> response) {
    if (response.containsKey("content")) {
      Map<String, Object> content = map(response.get("content"));
      for (String type : List.of("application/yaml", "text/html")) {
        Object text = content.remove(type);
        if (text != null) {
          content.put("text/plain", text);
        }
      }
    }
  }

  /// The document as it is served.
  String yaml() {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDereferenceAliases(true)
            .setSplitLines(false)
            .setSchema(new QuotingSchema())
            .build();
    return new Dump(settings).dumpToString(document);
  }

  private static void join(Map<String, Object> document, Map<String, Object> part) {
    part.forEach(
        (key, value) -> {
          Map<String, Object> known =
              map(document.computeIfAbsent(key, _ -> new LinkedHashMap<>()));
          map(value)
              .forEach(
                  (name, entry) -> {
                    if (key.equals("components")) {
                      Map<String, Object> kind =
                          map(known.computeIfAbsent(name, _ -> new LinkedHashMap<>()));
                      map(entry).forEach(once(kind));
                    } else {
                      once(known).accept(name, entry);
                    }
                  });
        });
  }

  private static BiConsumer<String, Object> once(Map<String, Object> target) {
    return (name, value) -> {
      if (target.putIfAbsent(name, value) != null) {
        throw new IllegalStateException("two parts of the OpenAPI document define " + name);
      }
    };
  }

  private static void addResponses(Map<String, Object> operation, Map<String, Object> responses) {
    Map<String, Object> known = map(operation.get("responses"));
    boolean withBody = operation.containsKey("requestBody");
    boolean open = operation.get("security") instanceof List<?> schemes && schemes.isEmpty();
    responses.forEach(
        (status, response) -> {
          boolean concernsBody = status.equals("415");
          boolean concernsCaller = status.equals("401");
          if ((withBody || !concernsBody) && !(open && concernsCaller)) {
            known.putIfAbsent(status, response);
          }
        });
  }

  /// `x-error-pages`: errors of this operation are pages for clients that prefer them.
  private static void addErrorPages(Map<String, Object> operation, Map<String, Object> shared) {
    if (operation.remove("x-error-pages") == null) {
      return;
    }
    map(operation.get("responses"))
        .replaceAll(
            (status, response) -> status.charAt(0) < '4' ? response : withPage(response, shared));
  }

  private static Map<String, Object> withPage(Object response, Map<String, Object> shared) {
    String name = String.valueOf(map(response).get("$ref"));
    Map<String, Object> copy = copy(map(shared.get(name.substring(name.lastIndexOf('/') + 1))));
    map(copy.get("content"))
        .put(
            "text/html",
            Map.of("schema", Map.of("type", "string"), "example", "<!doctype html> …"));
    return copy;
  }

  private static void addHeaders(Map<String, Object> response, Map<String, Object> headers) {
    Map<String, Object> known =
        map(response.computeIfAbsent("headers", _ -> new LinkedHashMap<>()));
    headers.forEach(known::putIfAbsent);
  }

  private static void eachOperation(
      Map<String, Object> document, Consumer<Map<String, Object>> action) {
    for (Object path : map(document.get("paths")).values()) {
      map(path)
          .forEach(
              (method, operation) -> {
                if (METHODS.contains(method)) {
                  action.accept(map(operation));
                }
              });
    }
  }

  private static void eachResponse(
      Map<String, Object> document, Consumer<Map<String, Object>> action) {
    List<Object> responses = new ArrayList<>();
    eachOperation(
        document, operation -> responses.addAll(map(operation.get("responses")).values()));
    responses.addAll(map(map(document.get("components")).get("responses")).values());
    for (Object response : responses) {
      if (!map(response).containsKey("$ref")) {
        action.accept(map(response));
      }
    }
  }

  private static Map<String, Object> load(String resource) {
    try (InputStream in = DocumentParts.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + resource);
      }
      LoadSettings settings = LoadSettings.builder().setLabel(resource).build();
      return copy(map(new Load(settings).loadFromInputStream(in)));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static Object removed(Map<String, Object> document, String key) {
    Object value = document.remove(key);
    if (value == null) {
      throw new IllegalStateException("openapi.yaml has no " + key);
    }
    return value;
  }

  /// A deep copy whose keys are all text (a status is a number in YAML).
  private static Map<String, Object> copy(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(key.toString(), copyOf(value)));
    return copy;
  }

  private static @Nullable Object copyOf(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> copy(map);
      case List<?> list -> {
        List<Object> items = new ArrayList<>();
        list.forEach(item -> items.add(copyOf(item)));
        yield items;
      }
      case null, default -> value;
    };
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(@Nullable Object value) {
    return (Map<String, Object>) Objects.requireNonNull(value, "a map is missing");
  }
}
