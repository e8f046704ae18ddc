package io.realtimegateway.api.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import org.jspecify.annotations.Nullable;

/// Whether a value is what its schema says. The client's error contains the schema's `x-expected`,
/// because the messages of a JSON schema validator name keywords, not wishes.
final class ValueCheck {
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("app://value");

  private static final String RESOLVED_FROM = "__absolute_uri__";

  private final Validator validator;
  private final String expected;
  private final @Nullable String type;

  private ValueCheck(Validator validator, String expected, @Nullable String type) {
    this.validator = validator;
    this.expected = expected;
    this.type = type;
  }

  static ValueCheck of(JsonObject schema) {
    return new ValueCheck(
        Validator.create(JsonSchema.of(plain(schema)), OPTIONS),
        schema.getString("x-expected", "another kind of value"),
        schema.getValue("type") instanceof String single ? single : null);
  }

  /// The resolved schema without the marks of the resolution, so that a validator for it alone can
  /// be made. The document's repository would copy all its schemas into each validator, which for
  /// the whole API is 30 MB of heap.
  private static JsonObject plain(JsonObject resolved) {
    JsonObject plain = new JsonObject();
    for (String name : resolved.fieldNames()) {
      if (!name.equals(RESOLVED_FROM)) {
        plain.put(name, plainValue(resolved.getValue(name)));
      }
    }
    return plain;
  }

  private static @Nullable Object plainValue(@Nullable Object value) {
    return switch (value) {
      case JsonObject schema -> plain(schema);
      case JsonArray values -> {
        JsonArray plain = new JsonArray();
        values.forEach(element -> plain.add(plainValue(element)));
        yield plain;
      }
      case null, default -> value;
    };
  }

  /// Null where the value is good, else words for the client.
  @Nullable String problem(String name, @Nullable Object value) {
    OutputUnit result = validator.validate(value);
    return Boolean.TRUE.equals(result.getValid()) ? null : name + " must be " + expected + ".";
  }

  /// The same for a parameter, which is text: an integer has no sign, fraction, exponent or leading
  /// zeros.
  @Nullable String problemOfText(String name, String text) {
    if (!"integer".equals(type)) {
      return problem(name, text);
    }
    return text.matches("0|[1-9][0-9]{0,17}")
        ? problem(name, Long.parseLong(text))
        : name + " must be " + expected + ".";
  }
}
