package io.realtimegateway.api.signin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Page;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.oidc.OpenIdProvider;
import io.realtimegateway.api.users.UserBody;
import io.realtimegateway.store.logins.LoginCursor;
import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.logins.StoredLogin;
import io.realtimegateway.store.users.Profile;
import io.realtimegateway.store.users.User;
import io.realtimegateway.store.users.UserRepository;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// `/auth` and `/users/me/logins`.
public final class SignInResource {
  private final SignInSettings settings;
  private final Providers providers;
  private final UserRepository users;
  private final LoginRepository repository;
  private final Logins logins;
  private final InstantSource clock;

  public SignInResource(
      SignInSettings settings,
      Providers providers,
      UserRepository users,
      LoginRepository repository,
      Logins logins,
      InstantSource clock) {
    this.settings = settings;
    this.providers = providers;
    this.users = users;
    this.repository = repository;
    this.logins = logins;
    this.clock = clock;
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "listProviders", new Guarded(this::providers, Access.OPEN),
        "devLogin", new Guarded(this::devLogin, Access.SIGN_IN),
        "logout", new Guarded(this::logout, Access.LOGIN),
        "listLogins", new Guarded(this::list, Access.LOGIN),
        "endLogins", new Guarded(this::endAll, Access.LOGIN),
        "endLogin", new Guarded(this::end, Access.LOGIN));
  }

  private Reply providers(Call call) {
    return Reply.ok(
        json -> {
          json.writeStartObject();
          json.writeBooleanField("devLogin", settings.isDevLoginOn());
          json.writeArrayFieldStart("providers");
          for (OpenIdProvider provider : providers.all()) {
            write(json, provider, call);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void write(JsonGenerator json, OpenIdProvider provider, Call call) throws IOException {
    String path = "/auth/login";
    json.writeStartObject();
    json.writeStringField("name", provider.settings().displayName());
    json.writeStringField(
        "loginUrl",
        providers.isDefault(provider)
            ? call.url().resource(path)
            : call.url().resource(path, "provider", provider.settings().name()));
    json.writeEndObject();
  }

  private Reply devLogin(Call call) {
    if (!settings.isDevLoginOn()) {
      throw Refusal.notFound("resource");
    }
    User user =
        users.signIn(new Profile(call.bodyText("displayName"), call.bodyText("email"), null));
    return logins.begin(user.id(), call, Reply.ok(json -> UserBody.write(json, user, true)));
  }

  private Reply logout(Call call) {
    logins.end(call.userID(), call.caller().loginID(), call.engine());
    return logins.withoutCookie(Reply.noContent(), call);
  }

  private Reply list(Call call) {
    String current = call.caller().loginID();
    Page<StoredLogin> page =
        Page.of(call, limit -> repository.good(call.userID(), after(call), clock.instant(), limit));
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, login) -> write(json, login, login.id().equals(current)),
            page.nextLink(call, "/users/me/logins", last -> Map.of("$skiptoken", token(last)))));
  }

  private static String token(StoredLogin last) {
    return last.createdAt().toEpochMilli() + "." + last.id();
  }

  private static LoginCursor after(Call call) {
    String token = call.queryText("$skiptoken");
    if (token == null) {
      return LoginCursor.START;
    }
    int dot = token.indexOf('.');
    long millis =
        Math.min(
            Long.parseLong(token.substring(0, dot)), LoginCursor.START.createdAt().toEpochMilli());
    return new LoginCursor(Instant.ofEpochMilli(millis), token.substring(dot + 1));
  }

  private static void write(JsonGenerator json, StoredLogin login, boolean isCurrent)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", login.id());
    JsonBody.time(json, "createdAt", login.createdAt());
    JsonBody.time(json, "expiresAt", login.expiresAt());
    json.writeStringField("userAgent", login.userAgent());
    json.writeBooleanField("isCurrent", isCurrent);
    json.writeEndObject();
  }

  private Reply endAll(Call call) {
    logins.endAll(call.userID(), call.engine());
    return logins.withoutCookie(Reply.noContent(), call);
  }

  private Reply end(Call call) {
    String loginID = call.pathText("loginId");
    if (!logins.end(call.userID(), loginID, call.engine())) {
      throw Refusal.notFound("login");
    }
    Reply done = Reply.noContent();
    return loginID.equals(call.caller().loginID()) ? logins.withoutCookie(done, call) : done;
  }
}
