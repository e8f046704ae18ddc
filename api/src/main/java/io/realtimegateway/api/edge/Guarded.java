package io.realtimegateway.api.edge;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Operation;
import io.realtimegateway.api.http.Reply;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How an operation is guarded, beyond what the document says of its request.
///
/// @param operation what it does
/// @param access who may call it
/// @param whenBusy answers on the loop, without blocking, while too much runs or the server stops
/// @param errorPage how errors look to a browser, null for operations that are called by scripts
public record Guarded(
    Operation operation, Access access, Supplier<Reply> whenBusy, @Nullable ErrorPage errorPage)
    implements Operation {

  /// An operation that answers in its own way while too much runs.
  public Guarded(Operation operation, Access access, Supplier<Reply> whenBusy) {
    this(operation, access, whenBusy, null);
  }

  /// An operation that is refused while too much runs.
  public Guarded(Operation operation, Access access) {
    this(operation, access, Guarded::refuse, null);
  }

  /// The same for an operation that browsers go to by themselves.
  public Guarded(Operation operation, Access access, ErrorPage errorPage) {
    this(operation, access, Guarded::refuse, errorPage);
  }

  private static Reply refuse() {
    throw Refusal.unavailable("The server is busy.");
  }

  /// Who may call.
  public enum Access {
    /// Without a login.
    OPEN,
    /// Without a login, a few times a minute: it hands out logins.
    SIGN_IN,
    /// The return from an identity provider: as often as `SIGN_IN`, and counted separately.
    SIGN_IN_RETURN,
    /// With a login.
    LOGIN,
    /// With a login; the engine checks whether it has ended.
    LOGIN_OR_ENGINE,
    /// The application's own backend, with an API key.
    APPLICATION
  }

  @Override
  public Reply answer(Call call) throws Exception {
    return operation.answer(call);
  }
}
