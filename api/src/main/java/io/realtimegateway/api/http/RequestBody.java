package io.realtimegateway.api.http;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A body that was read strictly.
///
/// @param fields empty where there was no body; a `metadata` field is in it, but rounded like any
///   JSON of Java
/// @param metadata the field `metadata` as the client wrote it, without blanks between tokens; null
///   where there was none
/// @param nulls names of the fields that were null, which are not in `fields`
public record RequestBody(JsonObject fields, @Nullable String metadata, Set<String> nulls) {
  /// No body.
  public static final RequestBody NONE = new RequestBody(new JsonObject(), null, Set.of());

  public RequestBody {
    nulls = Set.copyOf(nulls);
  }
}
