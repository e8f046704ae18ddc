package io.realtimegateway.api.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.realtimegateway.api.contract.RequestCheck;
import io.realtimegateway.api.engine.EngineClient;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.BodyReader;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.PublicUrl;
import io.realtimegateway.api.http.Repeatability;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.http.RequestBody;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.security.Login;
import io.realtimegateway.security.web.AddressKey;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// Runs one operation: takes what it needs from Vert.x on the loop, does everything else on a
/// virtual thread, and writes the reply on the loop again.
final class OperationHandler implements Handler<RoutingContext> {
  private final String operationID;
  private final Guarded operation;
  private final RequestCheck check;
  private final EngineClient engine;
  private final Edge edge;

  OperationHandler(
      String operationID, Guarded operation, RequestCheck check, EngineClient engine, Edge edge) {
    this.operationID = operationID;
    this.operation = operation;
    this.check = check;
    this.engine = engine;
    this.edge = edge;
  }

  @Override
  public void handle(RoutingContext context) {
    if (!isAdmitted()) {
      whenBusy(context);
      return;
    }
    Request request = Request.of(context);
    Run run = new Run(context, context.vertx().getOrCreateContext(), request);
    run.deadline =
        context.vertx().setTimer(edge.settings().requestTimeout().toMillis(), _ -> run.expired());
    edge.threads().execute(run);
  }

  /// Sign-ins wait for identity providers. They take an eighth of what may run, so that requests of
  /// signed-in users do not wait because of them.
  private boolean isAdmitted() {
    if (isSignIn() && !edge.signingIn().tryAcquire()) {
      return false;
    }
    if (edge.running().tryAcquire()) {
      return true;
    }
    releaseSignIn();
    return false;
  }

  private boolean isSignIn() {
    return operation.access() == Guarded.Access.SIGN_IN
        || operation.access() == Guarded.Access.SIGN_IN_RETURN;
  }

  private void releaseSignIn() {
    if (isSignIn()) {
      edge.signingIn().release();
    }
  }

  private void whenBusy(RoutingContext context) {
    try {
      edge.writer().write(context, operation.whenBusy().get());
    } catch (Refusal refusal) {
      context.fail(refusal);
    }
  }

  /// What is taken from Vert.x, so that another thread may read it.
  private record Request(
      HttpMethod method,
      Arrival arrival,
      Map<String, String> path,
      io.vertx.core.MultiMap query,
      io.vertx.core.MultiMap headers,
      Map<String, List<String>> cookies,
      Buffer body) {
    static Request of(RoutingContext context) {
      HttpServerRequest request = context.request();
      Buffer body = context.body().buffer();
      return new Request(
          request.method(),
          Arrival.of(context),
          Map.copyOf(context.pathParams()),
          context.queryParams(),
          request.headers(),
          CookieHeader.read(request.headers().getAll("Cookie")),
          body == null ? Buffer.buffer() : body);
    }

    boolean isChange() {
      return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD);
    }
  }

  /// One call of the operation.
  private final class Run implements Runnable {
    private final RoutingContext context;
    private final Context loop;
    private final Request request;
    private final AtomicBoolean isAnswered = new AtomicBoolean();
    private final Timer.Sample started = Timer.start(edge.registry());
    private long deadline;

    private Run(RoutingContext context, Context loop, Request request) {
      this.context = context;
      this.loop = loop;
      this.request = request;
    }

    @Override
    public void run() {
      try (MDC.MDCCloseable _ = MDC.putCloseable("requestId", request.arrival().requestID())) {
        answer(reply());
      } finally {
        edge.running().release();
        releaseSignIn();
      }
    }

    private Reply reply() {
      try {
        return answered(call());
      } catch (Throwable failure) {
        Reply refused = refused(failure);
        return check.takesHeader(Repeatability.ID)
            ? Repeatability.rejected(refused, request.headers())
            : refused;
      }
    }

    private Reply answered(Call call) throws Exception {
      Login login = call.login();
      if (login == null || !check.takesQuery("$top")) {
        return operation.answer(call);
      }
      if (!edge.lists().begin(login.userID())) {
        throw Refusal.of(
                ErrorCode.RATE_LIMIT,
                "Too many lists are being read for you. Wait until one is answered.")
            .after(Duration.ofSeconds(1));
      }
      try {
        return operation.answer(call);
      } finally {
        edge.lists().end(login.userID());
      }
    }

    private void expired() {
      answer(refused(Refusal.of(ErrorCode.TIMEOUT, "The request took too long.")));
    }

    private Reply refused(Throwable failure) {
      ErrorPage page = operation.errorPage();
      String id = request.arrival().requestID();
      return page != null && Accepts.prefersPage(request.headers().getAll("Accept"))
          ? edge.errors().page(page, failure, id)
          : edge.errors().reply(failure, id);
    }

    private void answer(Reply reply) {
      if (isAnswered.compareAndSet(false, true)) {
        loop.runOnContext(_ -> write(reply));
      }
    }

    private void write(Reply reply) {
      context.vertx().cancelTimer(deadline);
      started.stop(timer(edge.registry(), reply.status()));
      edge.writer().write(context, reply);
    }

    private Timer timer(MeterRegistry registry, int status) {
      return Timer.builder("rtg.api.requests")
          .description("Time from the arrival of a request to its answer")
          .tag("operation", operationID)
          .tag("status", Integer.toString(status))
          .register(registry);
    }

    private Call call() {
      PublicUrl url = request.arrival().url();
      PublicUrl requested = request.arrival().requested();
      if (url == null || requested == null) {
        throw Refusal.of(ErrorCode.BAD_REQUEST, "The Host header is missing or names no host.");
      }
      Login login = login(requested);
      if (check.answersJson() && !Accepts.json(request.headers().getAll("Accept"))) {
        throw Refusal.of(ErrorCode.NOT_ACCEPTED, "This resource is JSON alone.", "Accept");
      }
      Map<String, String> query =
          check.parameters(request.path(), request.query(), request.headers());
      return new Call(
          request.arrival().requestID(),
          request.arrival().clientAddress(),
          url,
          request.arrival().isForwardedByStranger(),
          request.path(),
          query,
          request.headers(),
          request.cookies(),
          check.takesBody() ? body() : RequestBody.NONE,
          login,
          engine);
    }

    private @Nullable Login login(PublicUrl requested) {
      Authentication.Credentials credentials =
          new Authentication.Credentials(
              request.headers().get("Authorization"),
              request.cookies().getOrDefault(Authentication.COOKIE, List.of()),
              request.arrival().origin(),
              request.headers().get("Sec-Fetch-Site"),
              new BearerTokens.Sender(
                  Objects.requireNonNullElse(request.headers().get("User-Agent"), ""),
                  request.arrival().clientAddress()),
              requested);
      return switch (operation.access()) {
        case OPEN -> null;
        case SIGN_IN -> {
          edge.signIns().take(AddressKey.of(request.arrival().clientAddress()));
          if (request.isChange()) {
            edge.authentication().requireOwnPage(credentials);
          }
          yield null;
        }
        case SIGN_IN_RETURN -> {
          edge.signIns().take("return " + AddressKey.of(request.arrival().clientAddress()));
          yield null;
        }
        case LOGIN -> limited(edge.authentication().login(credentials, request.isChange(), false));
        case LOGIN_OR_ENGINE ->
            limited(edge.authentication().login(credentials, request.isChange(), true));
        case APPLICATION -> {
          edge.applications()
              .require(credentials.authorization(), request.arrival().clientAddress());
          yield null;
        }
      };
    }

    private Login limited(Login login) {
      edge.users().take(login.userID());
      return login;
    }

    private RequestBody body() {
      if (request.body().length() == 0) {
        if (check.needsBody()) {
          throw Refusal.of(ErrorCode.BAD_REQUEST, "The request needs a JSON body.");
        }
        return RequestBody.NONE;
      }
      requireJson(Objects.requireNonNullElse(request.headers().get("Content-Type"), ""));
      requirePlain(request.headers().get("Content-Encoding"));
      RequestBody body = BodyReader.read(request.body().getBytes());
      check.body(body.fields());
      return body;
    }

    private static void requirePlain(@Nullable String encoding) {
      if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
        throw Refusal.of(
            ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must not be encoded.", "Content-Encoding");
      }
    }

    private static void requireJson(String contentType) {
      String[] parts = contentType.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
      boolean isJson = parts[0].equals("application/json");
      for (int i = 1; i < parts.length; i++) {
        isJson &= !parts[i].startsWith("charset=") || parts[i].matches("charset=\"?utf-?8\"?");
      }
      if (!isJson) {
        throw ErrorMapper.ofStatus(415);
      }
    }
  }
}
