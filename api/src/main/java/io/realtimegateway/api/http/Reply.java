package io.realtimegateway.api.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer, ready to be written.
///
/// @param contentType null where there is no body
public record Reply(int status, List<Header> headers, @Nullable String contentType, Buffer body) {
  private static final Buffer NONE = Buffer.buffer();
  private static final String JSON = "application/json";

  public Reply {
    headers = List.copyOf(headers);
  }

  /// A response header; one name may come several times.
  public record Header(String name, String value) {}

  /// 200 with JSON.
  public static Reply ok(JsonBody body) {
    return json(200, body);
  }

  /// 201 with JSON and the absolute address of what was made.
  public static Reply created(String location, JsonBody body) {
    return json(201, body).with("Location", location);
  }

  /// A status with JSON.
  public static Reply json(int status, JsonBody body) {
    return new Reply(status, List.of(), JSON, Buffer.buffer(JsonBody.bytes(body)));
  }

  /// 204.
  public static Reply noContent() {
    return new Reply(204, List.of(), null, NONE);
  }

  /// 302 to an absolute address.
  public static Reply found(String location) {
    return new Reply(302, List.of(), null, NONE).with("Location", location);
  }

  /// 200 with a text that is no JSON.
  public static Reply text(String contentType, String text) {
    return new Reply(200, List.of(), contentType, Buffer.buffer(text));
  }

  /// The same with one header more.
  public Reply with(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, more, contentType, body);
  }
}
