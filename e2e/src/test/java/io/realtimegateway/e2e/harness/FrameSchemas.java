package io.realtimegateway.e2e.harness;

import io.realtimegateway.gateway.SocketDocument;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Checks each frame that a test receives against the AsyncAPI document.
final class FrameSchemas {
  private static final JsonObject DOCUMENT = document();
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions()
          .setBaseUri("app://frames")
          .setDraft(Draft.DRAFT7)
          .setOutputFormat(OutputFormat.Basic);
  private static final Map<String, Optional<JsonSchema>> SCHEMAS = new ConcurrentHashMap<>();

  private FrameSchemas() {}

  /// What is wrong with a frame of the server; empty where nothing is.
  static Optional<String> problem(JsonObject frame) {
    String type = frame.getString("type", "");
    Optional<JsonSchema> schema = SCHEMAS.computeIfAbsent(type, FrameSchemas::schema);
    if (schema.isEmpty()) {
      return Optional.of("the AsyncAPI document has no message " + frame.encode());
    }
    OutputUnit result = Validator.create(schema.get(), OPTIONS).validate(frame);
    return Boolean.TRUE.equals(result.getValid())
        ? Optional.empty()
        : Optional.of(
            "not as the AsyncAPI document says: " + frame.encode() + " " + result.toJson());
  }

  private static Optional<JsonSchema> schema(String type) {
    JsonArray heard =
        DOCUMENT.getJsonObject("operations").getJsonObject("receive").getJsonArray("messages");
    boolean isKnown =
        heard.contains(new JsonObject().put("$ref", "#/channels/socket/messages/" + type));
    return isKnown
        ? Optional.of(
            JsonSchema.of(
                (JsonObject)
                    resolved(
                        DOCUMENT
                            .getJsonObject("components")
                            .getJsonObject("messages")
                            .getJsonObject(type)
                            .getJsonObject("payload"))))
        : Optional.empty();
  }

  /// The schema with what it refers to in place; no shape refers to itself.
  private static Object resolved(@Nullable Object value) {
    if (value instanceof JsonObject object) {
      String reference = object.getString("$ref");
      if (reference != null) {
        String name = reference.substring("#/components/schemas/".length());
        return resolved(
            DOCUMENT.getJsonObject("components").getJsonObject("schemas").getJsonObject(name));
      }
      JsonObject copy = new JsonObject();
      object.forEach(entry -> copy.put(entry.getKey(), resolved(entry.getValue())));
      return copy;
    }
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(item -> copy.add(resolved(item)));
      return copy;
    }
    return value == null ? "null" : value;
  }

  @SuppressWarnings("unchecked")
  private static JsonObject document() {
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(SocketDocument.yaml());
    return new JsonObject((Map<String, Object>) loaded);
  }
}
