package io.realtimegateway.api.edge;

import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Operation;
import io.realtimegateway.api.http.Reply;

/// How an operation is guarded, beyond what the document says of its request.
///
/// @param operation what it does
/// @param access who may call it
public record Guarded(Operation operation, Access access) implements Operation {

  /// Who may call.
  public enum Access {
    /// Anybody.
    OPEN,
    /// Anybody, a few times a minute: it hands out logins.
    SIGN_IN,
    /// The second half of a sign-in that began elsewhere: as often, and counted by itself.
    SIGN_IN_RETURN,
    /// Who has a login.
    LOGIN,
    /// Who has a login, known not to have ended or not: the engine will look.
    LOGIN_OR_ENGINE,
    /// The application's own backend, with an API key.
    APPLICATION
  }

  @Override
  public Reply answer(Call call) throws Exception {
    return operation.answer(call);
  }
}
