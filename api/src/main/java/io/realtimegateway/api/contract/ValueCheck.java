package io.realtimegateway.api.contract;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import org.jspecify.annotations.Nullable;

/// Whether a value is what its schema says. What the client is told is the schema's `x-expected`,
/// because the messages of a JSON schema validator name keywords, not wishes.
final class ValueCheck {
  private static final JsonSchemaOptions OPTIONS =
      new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("app://value");

  private final Validator validator;
  private final String expected;
  private final @Nullable String type;

  private ValueCheck(Validator validator, String expected, @Nullable String type) {
    this.validator = validator;
    this.expected = expected;
    this.type = type;
  }

  static ValueCheck of(JsonObject schema, SchemaRepository repository) {
    return new ValueCheck(
        validator(schema, repository),
        schema.getString("x-expected", "another kind of value"),
        schema.getValue("type") instanceof String single ? single : null);
  }

  /// A repository copies all schemas of the document into each validator that it makes, which for
  /// the whole API is 30 MB of heap. Only a schema that refers to others needs them.
  private static Validator validator(JsonObject schema, SchemaRepository repository) {
    JsonSchema own = JsonSchema.of(schema);
    return schema.encode().contains("\"$ref\"")
        ? repository.validator(own)
        : Validator.create(own, OPTIONS);
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
