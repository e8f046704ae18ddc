package io.realtimegateway.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.protocol.CompactJson;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.Limits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a request body more strictly than a JSON library does by itself: one object, UTF-8, no
/// duplicate keys, no number with a fraction or exponent outside `metadata`, no NUL and no lone
/// surrogate anywhere.
public final class BodyReader {
  private static final int MOST_NESTED = 32;
  private static final String METADATA = "metadata";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // All requests would share that table, and colliding names of one would break it for
          // others.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MOST_NESTED + 2).build())
          .build()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final String json;
  private final JsonParser parser;
  private final Set<String> nulls = new HashSet<>();
  private @Nullable String metadata;

  private BodyReader(String json, JsonParser parser) {
    this.json = json;
    this.parser = parser;
  }

  /// Reads a whole body.
  ///
  /// @throws Refusal `BadRequest` where it is no JSON object, `BadArgument` where a value is
  ///   impossible
  public static RequestBody read(byte[] bytes) {
    try {
      String json = decoded(bytes);
      if (json.startsWith(BYTE_ORDER_MARK)) {
        throw Refusal.of(
            ErrorCode.BAD_REQUEST,
            "The body begins with a byte order mark (U+FEFF). Send JSON as UTF-8 without it.");
      }
      try (JsonParser parser = FACTORY.createParser(json)) {
        return new BodyReader(json, parser).whole();
      }
    } catch (Refusal refusal) {
      throw refusal;
    } catch (IOException | RuntimeException malformed) {
      throw Refusal.of(ErrorCode.BAD_REQUEST, "The body is no JSON object, or names a field twice.")
          .because(malformed);
    }
  }

  private static String decoded(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private RequestBody whole() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw Refusal.of(ErrorCode.BAD_REQUEST, "The body must be a JSON object.");
    }
    JsonObject fields = topLevel();
    if (parser.nextToken() != null) {
      throw Refusal.of(ErrorCode.BAD_REQUEST, "Something follows the JSON object.");
    }
    return new RequestBody(fields, metadata, nulls);
  }

  private JsonObject topLevel() throws IOException {
    JsonObject fields = new JsonObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = text(parser.currentName(), "body");
      JsonToken token = parser.nextToken();
      if (name.equals(METADATA) && token == JsonToken.START_OBJECT) {
        metadata = compact();
        fields.put(name, new JsonObject());
      } else if (token == JsonToken.VALUE_NULL) {
        nulls.add(name);
      } else {
        fields.put(name, value(token, name));
      }
    }
    return fields;
  }

  private @Nullable Object value(JsonToken token, String target) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(target);
      case START_ARRAY -> array(target);
      case VALUE_STRING -> text(parser.getText(), target);
      case VALUE_NUMBER_INT -> integer(target);
      case VALUE_NUMBER_FLOAT ->
          throw Refusal.badArgument(target, target + " takes no fraction or exponent.");
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + token);
    };
  }

  private Object integer(String target) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL ->
          throw Refusal.badArgument(target, target + " is out of range.");
    };
  }

  private JsonObject object(String target) throws IOException {
    JsonObject fields = new JsonObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = text(parser.currentName(), target);
      fields.put(name, value(parser.nextToken(), target));
    }
    return fields;
  }

  private JsonArray array(String target) throws IOException {
    JsonArray items = new JsonArray();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(value(token, target));
    }
    return items;
  }

  /// The object that begins here as it was written, without blanks between its tokens.
  private String compact() throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    for (int depth = 1; depth > 0; ) {
      JsonToken token = parser.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (depth > MOST_NESTED) {
        throw Refusal.badArgument(METADATA, "metadata is nested more than 32 deep.");
      }
      if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
        text(parser.getText(), METADATA);
      }
    }
    int end = (int) parser.currentLocation().getCharOffset();
    String text = CompactJson.of(json, start, end);
    if (text.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_METADATA_BYTES) {
      throw Refusal.badArgument(METADATA, "metadata is larger than 2 KiB.");
    }
    return text;
  }

  private static String text(String value, String target) {
    for (int i = 0; i < value.length(); i++) {
      char unit = value.charAt(i);
      boolean paired =
          Character.isHighSurrogate(unit)
              && i + 1 < value.length()
              && Character.isLowSurrogate(value.charAt(i + 1));
      if (unit == 0 || (Character.isSurrogate(unit) && !paired)) {
        throw Refusal.badArgument(target, target + " holds a NUL or a lone surrogate.");
      }
      i += paired ? 1 : 0;
    }
    return value;
  }
}
