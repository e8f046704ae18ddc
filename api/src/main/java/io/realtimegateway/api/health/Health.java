package io.realtimegateway.api.health;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How well the server can do its work.
///
/// @param components by name, sorted as they are shown
public record Health(Map<String, Component> components) {
  private static final JsonFactory JSON = new JsonFactory();

  /// From best to worst.
  public enum Status {
    HEALTHY,
    DEGRADED,
    UNHEALTHY;

    /// As the contract writes it.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One part of the server.
  ///
  /// @param message for the operator, or null
  public record Component(Status status, @Nullable String message) {
    /// All is well.
    public static final Component GOOD = new Component(Status.HEALTHY, null);
  }

  /// A process that answers.
  public static Health alive() {
    return new Health(Map.of());
  }

  /// Status of the HTTP answer: 503 if something is unhealthy, else 200.
  public int httpStatus() {
    return status() == Status.UNHEALTHY ? 503 : 200;
  }

  /// As JSON text.
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /// Writes it as one JSON object.
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", status().text());
    json.writeObjectFieldStart("components");
    for (Map.Entry<String, Component> component : components.entrySet()) {
      json.writeObjectFieldStart(component.getKey());
      json.writeStringField("status", component.getValue().status().text());
      if (component.getValue().message() != null) {
        json.writeStringField("message", component.getValue().message());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /// The worst of the components.
  public Status status() {
    return components.values().stream()
        .map(Component::status)
        .max(Status::compareTo)
        .orElse(Status.HEALTHY);
  }
}
