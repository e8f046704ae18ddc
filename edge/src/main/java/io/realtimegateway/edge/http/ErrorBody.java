package io.realtimegateway.edge.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.protocol.ErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The error object of the REST guidelines.
///
/// @param requestID stands in the log too
/// @param target the field, parameter or resource that is meant
/// @param details at most 50 are written
/// @param innerCode finer than `code`
/// @param conversationID that the error is about; 0 for none
public record ErrorBody(
    ErrorCode code,
    String message,
    String requestID,
    @Nullable String target,
    List<Detail> details,
    @Nullable String innerCode,
    long conversationID) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_DETAILS = 50;

  public ErrorBody {
    details = List.copyOf(details);
  }

  /// One field that is wrong.
  ///
  /// @param target the field, parameter or header
  public record Detail(String target, String message) {}

  /// The text of an error that has code, message and request alone.
  public static String text(ErrorCode code, String message, String requestID) {
    ErrorBody body = new ErrorBody(code, message, requestID, null, List.of(), null, 0);
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Writes it.
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("error");
    json.writeStringField("code", code.publicName());
    json.writeStringField("message", message);
    if (target != null) {
      json.writeStringField("target", target);
    }
    writeDetails(json);
    json.writeObjectFieldStart("innererror");
    json.writeStringField("requestId", requestID);
    if (innerCode != null) {
      json.writeStringField("code", innerCode);
    }
    if (conversationID != 0) {
      json.writeStringField("conversationID", Long.toString(conversationID));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void writeDetails(JsonGenerator json) throws IOException {
    if (details.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("details");
    for (Detail detail : details.subList(0, Math.min(MOST_DETAILS, details.size()))) {
      json.writeStartObject();
      json.writeStringField("code", code.publicName());
      json.writeStringField("message", detail.message());
      json.writeStringField("target", detail.target());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
