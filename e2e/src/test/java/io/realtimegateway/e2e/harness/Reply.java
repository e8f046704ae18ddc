package io.realtimegateway.e2e.harness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;

/// An answer of the REST API.
///
/// @param text of the body
public record Reply(int status, HttpHeaders headers, String text) {

  static Reply of(HttpResponse<String> response) {
    return new Reply(response.statusCode(), response.headers(), response.body());
  }

  public JsonObject body() {
    return new JsonObject(text);
  }

  /// The objects of a collection.
  public List<JsonObject> value() {
    JsonArray array = body().getJsonArray("value");
    return array.stream().map(JsonObject.class::cast).toList();
  }

  /// This reply, where its status is the expected one.
  public Reply expect(int expected) {
    if (status != expected) {
      throw new AssertionError("expected " + expected + ", got " + status + ": " + text);
    }
    return this;
  }
}
