package io.realtimegateway.gateway.inbound;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The value of a field before its type is checked. An absent field and a JSON null are both Java's
/// null.
sealed interface FieldValue {
  /// A string.
  record Text(String text) implements FieldValue {}

  /// A number.
  ///
  /// @param text as the client wrote it
  record NumberText(String text) implements FieldValue {}

  /// True or false.
  record Flag(boolean value) implements FieldValue {}

  /// An object without the blanks between its tokens.
  ///
  /// @param depth of nesting, 1 for an object without any
  /// @param isPlain no NUL and no lone surrogate in any text
  record Compact(String text, int depth, boolean isPlain) implements FieldValue {}

  /// A list of objects; an entry that is not an object is null.
  record Objects(List<@Nullable Payload> entries) implements FieldValue {}

  /// An object or array in a field that cannot be one.
  record Other() implements FieldValue {}

  Other OTHER = new Other();

  /// Reads the present value of the parser to its end.
  static @Nullable FieldValue read(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_STRING -> new Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new NumberText(parser.getText());
      case VALUE_TRUE -> new Flag(true);
      case VALUE_FALSE -> new Flag(false);
      case VALUE_NULL -> null;
      case START_OBJECT, START_ARRAY -> {
        parser.skipChildren();
        yield OTHER;
      }
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> OTHER;
    };
  }
}
