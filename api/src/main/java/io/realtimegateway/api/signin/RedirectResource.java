package io.realtimegateway.api.signin;

import io.realtimegateway.api.edge.ErrorPage;
import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.oidc.OpenIdProvider;
import io.realtimegateway.api.oidc.Person;
import io.realtimegateway.api.oidc.SignInAttempt;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.users.ProviderSignIn;
import io.realtimegateway.store.users.UserRepository;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/auth/login` and the callback: a browser's way to an identity provider and back.
public final class RedirectResource {
  private final Providers providers;
  private final UserRepository users;
  private final Logins logins;
  private final Cookies cookies;
  private final Optional<URI> frontendUrl;

  public RedirectResource(
      SignInSettings settings, Providers providers, UserRepository users, Logins logins) {
    this.providers = providers;
    this.users = users;
    this.logins = logins;
    this.cookies = new Cookies(settings.isCrossSite());
    this.frontendUrl = settings.frontendUrl();
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    String chat = frontendUrl.map(RedirectResource::withoutSlash).orElse("") + "/chat";
    ErrorPage page = new ErrorPage("You are not signed in", chat, "Go back and sign in again");
    return Map.of(
        "login", new Guarded(this::login, Access.SIGN_IN, page),
        "loginCallback", new Guarded(this::callback, Access.SIGN_IN_RETURN, page));
  }

  private Reply login(Call call) {
    OpenIdProvider provider = providers.named(call.queryText("provider"));
    SignInAttempt attempt = provider.begin();
    URI there = provider.loginUrl(attempt, callbackUrl(provider, call));
    return cookies.withAttempt(Reply.found(there.toString()), attempt, call);
  }

  private Reply callback(Call call) {
    OpenIdProvider provider = providers.named(call.pathText("provider"));
    String error = call.queryText("error");
    if (error != null) {
      throw refusal(error);
    }
    try {
      return signIn(provider, required(call, "code"), attempt(provider, call), call);
    } catch (Refusal refusal) {
      if (isRepeat(refusal) && logins.isSignedIn(call)) {
        return Reply.found(frontend(call) + "/chat");
      }
      throw refusal;
    }
  }

  private Reply signIn(OpenIdProvider provider, String code, SignInAttempt attempt, Call call) {
    Person person = provider.prove(code, attempt, callbackUrl(provider, call));
    long userID = userID(person, provider, call);
    return cookies.withoutAttempt(
        logins.begin(userID, call, Reply.found(frontend(call) + "/chat")), attempt, call);
  }

  /// Whether the browser comes back a second time, or to an attempt that another tab has replaced:
  /// that changes nothing for a user who is signed in.
  private static boolean isRepeat(Refusal refusal) {
    return Cookies.STATE.equals(refusal.target())
        || Cookies.VERIFIER.equals(refusal.target())
        || "code".equals(refusal.target());
  }

  private long userID(Person person, OpenIdProvider provider, Call call) {
    return switch (users.signIn(
        person.identity(), person.profile(), provider.settings().isLinkingByEmail())) {
      case ProviderSignIn.SignedIn signedIn -> signedIn.user().id();
      case ProviderSignIn.Linked linked -> {
        if (!linked.wasProven()) {
          logins.endAll(linked.user().id(), call.engine());
        }
        yield linked.user().id();
      }
      case ProviderSignIn.EmailTaken _ ->
          throw Refusal.of(
                  ErrorCode.CONFLICT,
                  "Your e-mail address belongs to another account here, so that you were not signed in."
                      + " Sign in the way in which you did before, or ask the operator of this"
                      + " server to join the two accounts or to release the address.",
                  "email")
              .inner("email_taken");
    };
  }

  /// What the browser's cookies hold, if it is the browser that was sent to this provider.
  private static SignInAttempt attempt(OpenIdProvider provider, Call call) {
    String returned = required(call, "state");
    requireCookie(call, Cookies.STATE);
    requireCookie(call, Cookies.VERIFIER);
    List<SignInAttempt> attempts = Cookies.attempts(call);
    if (attempts.isEmpty()) {
      throw Refusal.badArgument(
          Cookies.VERIFIER, "The cookies state and pkce_verifier are malformed. Sign in again.");
    }
    String issuer = call.queryText("iss");
    boolean isOtherIssuer =
        issuer != null && !issuer.equals(provider.settings().issuer().toString());
    return attempts.stream()
        .filter(attempt -> !isOtherIssuer)
        .filter(attempt -> attempt.isOf(provider.settings().name(), returned))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.of(
                    ErrorCode.FORBIDDEN,
                    "This sign-in was begun in another browser, or too long ago. Begin it again.",
                    Cookies.STATE));
  }

  private static String required(Call call, String parameter) {
    String value = call.queryText(parameter);
    if (value == null || value.isEmpty()) {
      throw Refusal.badArgument(parameter, parameter + " is missing.");
    }
    return value;
  }

  private static void requireCookie(Call call, String name) {
    if (!Cookies.isSent(call, name)) {
      throw Refusal.badArgument(
          name,
          "The cookie "
              + name
              + " is missing: this sign-in is over, or was begun in another browser. Begin it"
              + " again.");
    }
  }

  /// What a provider says instead of giving a code. The text is its own, so that only known ones
  /// are repeated.
  private static Refusal refusal(String error) {
    return switch (error) {
      case "access_denied" ->
          Refusal.of(ErrorCode.FORBIDDEN, "The sign-in was declined.").inner(error);
      case "server_error" ->
          Refusal.of(ErrorCode.BAD_GATEWAY, "The identity provider failed.").inner(error);
      case "temporarily_unavailable" ->
          Refusal.unavailable("The identity provider is not available now.").inner(error);
      default -> Refusal.of(ErrorCode.BAD_REQUEST, "The identity provider refused the sign-in.");
    };
  }

  private static URI callbackUrl(OpenIdProvider provider, Call call) {
    String path = "/auth/redirect/oauth/" + provider.settings().name() + "/callback";
    return URI.create(call.url().resource(path));
  }

  private String frontend(Call call) {
    return frontendUrl.map(RedirectResource::withoutSlash).orElseGet(() -> call.url().origin());
  }

  private static String withoutSlash(URI address) {
    String url = address.toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
