package io.realtimegateway.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.protocol.ErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// The error object of the REST guidelines, for what no API answers.
public final class HttpErrors {
  private static final JsonFactory JSON = new JsonFactory();

  private HttpErrors() {}

  /// The body of an answer.
  public static String body(ErrorCode code, String message, String requestID) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeStringField("code", code.publicName());
      json.writeStringField("message", message);
      json.writeObjectFieldStart("innererror");
      json.writeStringField("requestId", requestID);
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
