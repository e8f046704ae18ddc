package io.realtimegateway.gateway.inbound;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.realtimegateway.protocol.CompactJson;
import java.io.IOException;
import java.nio.CharBuffer;

/// Copies a JSON object from a frame as the client wrote it, without the blanks between its tokens.
final class CompactObject {
  private CompactObject() {}

  /// Reads the present object of the parser to its end.
  ///
  /// @param frame the text that the parser reads
  static FieldValue.Compact read(JsonParser parser, char[] frame) throws IOException {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    int depth = 1;
    int deepest = 1;
    boolean isPlain = true;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        break;
      }
      if (token.isStructStart()) {
        depth++;
        deepest = Math.max(deepest, depth);
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.FIELD_NAME) {
        isPlain &= Characters.isPlain(parser.currentName());
      } else if (token == JsonToken.VALUE_STRING) {
        isPlain &= Characters.isPlain(parser.getText());
      }
    }
    int end = (int) parser.currentLocation().getCharOffset();
    return new FieldValue.Compact(
        CompactJson.of(CharBuffer.wrap(frame), start, end), deepest, isPlain);
  }
}
