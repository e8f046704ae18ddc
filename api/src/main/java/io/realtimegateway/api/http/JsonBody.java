package io.realtimegateway.api.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Writes one JSON value. The static methods are the forms that the whole contract shares.
@FunctionalInterface
public interface JsonBody {
  /// Writes exactly one value.
  void write(JsonGenerator json) throws IOException;

  /// The value as UTF-8.
  static byte[] bytes(JsonBody body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = Formats.FACTORY.createGenerator(bytes)) {
      body.write(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /// An id, which is text in REST.
  static void id(JsonGenerator json, String field, long value) throws IOException {
    json.writeStringField(field, Long.toString(value));
  }

  /// An epoch: 16 lower-case hexadecimal digits.
  static void epoch(JsonGenerator json, String field, long value) throws IOException {
    json.writeStringField(field, epochText(value));
  }

  /// An epoch as text.
  static String epochText(long value) {
    return String.format(Locale.ROOT, "%016x", value);
  }

  /// A time in RFC 3339, UTC, with milliseconds; null is written as null.
  static void time(JsonGenerator json, String field, @Nullable Instant value) throws IOException {
    text(json, field, value == null ? null : Formats.TIME.format(value.atOffset(ZoneOffset.UTC)));
  }

  /// A text or null.
  static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
    if (value == null) {
      json.writeNullField(field);
    } else {
      json.writeStringField(field, value);
    }
  }

  /// A collection: `{"value":[…]}` with `@nextLink` where there is more.
  static <T> JsonBody collection(
      Iterable<T> items, ItemWriter<T> writer, @Nullable String nextLink) {
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("value");
      for (T item : items) {
        writer.write(json, item);
      }
      json.writeEndArray();
      if (nextLink != null) {
        json.writeStringField("@nextLink", nextLink);
      }
      json.writeEndObject();
    };
  }

  /// Writes one item of a collection as one value.
  @FunctionalInterface
  interface ItemWriter<T> {
    /// Writes exactly one value.
    void write(JsonGenerator json, T item) throws IOException;
  }

  /// What all bodies are written with.
  final class Formats {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'");

    private Formats() {}
  }
}
