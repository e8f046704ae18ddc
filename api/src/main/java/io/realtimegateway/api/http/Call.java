package io.realtimegateway.api.http;

import io.realtimegateway.api.engine.EngineClient;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.security.Login;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A request that has passed the document's checks. Immutable, so that a virtual thread may read
/// it.
///
/// @param requestID the client's or our own
/// @param clientAddress the browser's, where a trusted proxy names it
/// @param isForwardedByStranger whether a proxy that is not trusted claims to have forwarded the
///   request
/// @param path path parameters
/// @param query query parameters, each at most once
/// @param cookies all values by name, in the order in which they came
/// @param login null if the operation needs none
/// @param engine the engine by the links of the loop that the request came in on
public record Call(
    String requestID,
    String clientAddress,
    PublicUrl url,
    boolean isForwardedByStranger,
    Map<String, String> path,
    Map<String, String> query,
    MultiMap headers,
    Map<String, List<String>> cookies,
    RequestBody requestBody,
    @Nullable Login login,
    EngineClient engine) {

  /// The caller's user id.
  public long userID() {
    return caller().userID();
  }

  /// The caller's login.
  public Login caller() {
    if (login == null) {
      throw Refusal.of(ErrorCode.UNAUTHORIZED, "Sign in first.");
    }
    return login;
  }

  /// An id of the path; the document has checked its form.
  public long pathID(String name) {
    return Long.parseLong(pathText(name));
  }

  /// A text of the path.
  public String pathText(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the document has no path parameter " + name);
    }
    return value;
  }

  /// A number of the query; the document has checked its form and range.
  public OptionalLong queryNumber(String name) {
    String value = query.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  /// A text of the query, or null.
  public @Nullable String queryText(String name) {
    return query.get(name);
  }

  /// The body's fields.
  public JsonObject body() {
    return requestBody.fields();
  }

  /// A required text of the body.
  public String bodyText(String field) {
    return body().getString(field);
  }

  /// A required id of the body, given as text or integer.
  public long bodyID(String field) {
    return id(body().getValue(field));
  }

  /// A required list of ids of the body, each given as text or integer.
  public List<Long> bodyIDs(String field) {
    List<Long> ids = body().getJsonArray(field).stream().map(Call::id).toList();
    if (ids.stream().distinct().count() != ids.size()) {
      throw Refusal.badArgument(field, field + " names one twice.");
    }
    return ids;
  }

  /// A required list of texts of the body, each once.
  public List<String> bodyTexts(String field) {
    List<String> texts = body().getJsonArray(field).stream().map(String.class::cast).toList();
    if (texts.stream().distinct().count() != texts.size()) {
      throw Refusal.badArgument(field, field + " names one twice.");
    }
    return texts;
  }

  /// A header, or null.
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  private static long id(Object value) {
    return value instanceof Number number ? number.longValue() : Long.parseLong((String) value);
  }
}
