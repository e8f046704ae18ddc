package io.realtimegateway.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class ApiDocumentTest {
  private static final JsonArray NONE = new JsonArray();

  private static Vertx vertx;
  private static ApiDocument document;

  @BeforeAll
  static void load() {
    vertx = Vertx.vertx();
    document = ApiDocument.load(vertx).toCompletionStage().toCompletableFuture().join();
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void everyOperationHasANameASummaryATagAndItsErrors() {
    for (Operation operation : document.contract().operations()) {
      JsonObject model = operation.getOpenAPIModel();
      assertThat(operation.getOperationId()).matches("[a-z][A-Za-z]+");
      assertThat(model.getString("summary")).as(operation.getOperationId()).isNotBlank();
      assertThat(operation.getTags()).as(operation.getOperationId()).hasSize(1);
      for (int status : new int[] {400, 413, 414, 429, 431, 500, 503, 504}) {
        assertThat(operation.getResponse(status)).as(operation.getOperationId()).isNotNull();
      }
    }
  }

  @Test
  void everyContentHasAnExampleThatFitsItsSchema() {
    List<String> wrong = new ArrayList<>();
    for (Operation operation : document.contract().operations()) {
      JsonObject model = operation.getOpenAPIModel();
      if (model.containsKey("requestBody")) {
        checkContent(operation.getOperationId(), model.getJsonObject("requestBody"), wrong);
      }
      JsonObject responses = model.getJsonObject("responses");
      for (String status : responses.fieldNames()) {
        if (status.matches("[0-9]{3}")) {
          checkContent(
              operation.getOperationId() + " " + status, responses.getJsonObject(status), wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void checkContent(String name, JsonObject holder, List<String> wrong) {
    JsonObject content = holder.getJsonObject("content", new JsonObject());
    for (String type : content.fieldNames()) {
      if (!type.contains("/")) {
        continue;
      }
      JsonObject media = content.getJsonObject(type);
      if (!media.containsKey("example")) {
        wrong.add(name + " has no example");
        continue;
      }
      OutputUnit result =
          document
              .contract()
              .getSchemaRepository()
              .validator(JsonSchema.of(media.getJsonObject("schema")))
              .validate(plain(media.getValue("example")));
      if (!Boolean.TRUE.equals(result.getValid())) {
        wrong.add(name + ": " + result.getErrors().getLast().getError());
      }
    }
  }

  @Test
  void everyOptionalFieldOfARequestMayBeNull() {
    List<String> wrong = new ArrayList<>();
    for (Operation operation : document.contract().operations()) {
      JsonObject request =
          operation.getOpenAPIModel().getJsonObject("requestBody", new JsonObject());
      JsonObject media =
          request
              .getJsonObject("content", new JsonObject())
              .getJsonObject("application/json", new JsonObject());
      JsonObject schema = media.getJsonObject("schema", new JsonObject());
      JsonObject properties = schema.getJsonObject("properties", new JsonObject());
      properties.stream()
          .filter(property -> !schema.getJsonArray("required", NONE).contains(property.getKey()))
          .filter(property -> property.getValue() instanceof JsonObject rule && !takesNull(rule))
          .forEach(property -> wrong.add(operation.getOperationId() + " " + property.getKey()));
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean takesNull(JsonObject schema) {
    OutputUnit result =
        document.contract().getSchemaRepository().validator(JsonSchema.of(schema)).validate(null);
    return Boolean.TRUE.equals(result.getValid());
  }

  /// Vert.x writes keys of its own into every object that it resolves.
  private static Object plain(Object value) {
    return switch (value) {
      case JsonObject object -> {
        JsonObject copy = new JsonObject();
        object.stream()
            .filter(entry -> !entry.getKey().startsWith("__"))
            .forEach(entry -> copy.put(entry.getKey(), plain(entry.getValue())));
        yield copy;
      }
      case JsonArray array -> new JsonArray(array.stream().map(ApiDocumentTest::plain).toList());
      case null, default -> value;
    };
  }

  @Test
  void theServedDocumentIsForTheServerThatServesIt() {
    assertThat(served().getJsonArray("servers").getJsonObject(0).getString("url"))
        .isEqualTo("/api/v1.0");
    JsonObject paths = served().getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      assertThat(paths.getJsonObject(path).getJsonArray("servers", NONE))
          .allMatch(server -> ((JsonObject) server).getString("url").startsWith("/"));
    }
  }

  /// A comma in the words of a description ends it, and what follows becomes a key without value.
  @Test
  void noKeyIsTheRestOfADescription() {
    List<String> odd = new ArrayList<>();
    collectOddKeys(served(), odd);
    assertThat(odd).isEmpty();
  }

  private static void collectOddKeys(Object value, List<String> odd) {
    switch (value) {
      case JsonObject object ->
          object.forEach(
              entry -> {
                if (entry.getKey().contains(" ")) {
                  odd.add(entry.getKey());
                }
                collectOddKeys(entry.getValue(), odd);
              });
      case JsonArray array -> array.forEach(item -> collectOddKeys(item, odd));
      case null, default -> {}
    }
  }

  /// Readers of YAML 1.1 take an unquoted time for a time, and not for the text that it is.
  @Test
  void whatOtherReadersTakeForNoTextIsQuoted() {
    assertThat(document.yaml().lines())
        .noneMatch(line -> line.matches(".*[:-] [0-9]{4}-[0-9]{2}-[0-9]{2}T.*"))
        .noneMatch(line -> line.matches("(?i).*[:-] (?:on|off|yes|no|[0-9]+(?::[0-9]+)+)"))
        .anyMatch(line -> line.matches(".*: [\"']2026-02-03T04:05:06\\.789Z[\"']"));
  }

  @SuppressWarnings("unchecked")
  private static JsonObject served() {
    return new JsonObject(
        (Map<String, Object>)
            new Load(LoadSettings.builder().build()).loadFromString(document.yaml()));
  }

  @Test
  void theServedDocumentIsWholeAndHasNoWorkingKeys() {
    assertThat(document.yaml())
        .contains("sendMessage", "devLogin", "application/yaml", "security:")
        .doesNotContain("x-parts", "x-every");
  }
}
