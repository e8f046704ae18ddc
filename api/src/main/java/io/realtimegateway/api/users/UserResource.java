package io.realtimegateway.api.users;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.users.User;
import io.realtimegateway.store.users.UserRepository;
import java.util.Map;

/// `/users/{id}`.
public final class UserResource {
  private final UserRepository users;

  public UserResource(UserRepository users) {
    this.users = users;
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of("getUser", new Guarded(this::get, Access.LOGIN));
  }

  private Reply get(Call call) {
    String id = call.pathText("id");
    if (!id.equals("me") && !id.equals(Long.toString(call.userID()))) {
      throw Refusal.of(ErrorCode.FORBIDDEN, "One may read one's own account alone.", "id");
    }
    User user = users.find(call.userID()).orElseThrow(() -> Refusal.notFound("user"));
    return Reply.ok(json -> UserBody.write(json, user));
  }
}
