package io.realtimegateway.api.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.api.contract.ApiDocument;
import io.realtimegateway.api.contract.RequestCheck;
import io.realtimegateway.api.engine.EngineClient;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.PublicUrl;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.protocol.ErrorCode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all loops share, and the router made from it for each.
///
/// @param threads where operations run: one virtual thread each
/// @param running bounds how many run at once
/// @param signingIn bounds how many of them are sign-ins
/// @param users buckets by user
/// @param signIns buckets by client address
/// @param lists list requests of each user that are under way
/// @param ids makes request ids
public record Edge(
    EdgeSettings settings,
    ApiDocument document,
    Map<String, Guarded> operations,
    Authentication authentication,
    ApplicationCheck applications,
    ErrorMapper errors,
    ReplyWriter writer,
    TrustedProxies proxies,
    TokenBuckets users,
    TokenBuckets signIns,
    ListRequests lists,
    Executor threads,
    Semaphore running,
    Semaphore signingIn,
    Supplier<String> ids,
    MeterRegistry registry) {
  private static final int BAD_REQUEST = 400;
  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

  /// In the context from the head of a request to the end of its body.
  private static final String RECEIVING = "receiving";

  private static final Pattern GOES_AWAY = Pattern.compile("/(?:\\.|%2[eE]){0,2}(?:/|\\z)");

  public Edge {
    operations = Map.copyOf(operations);
    TreeSet<String> documented = new TreeSet<>(document.checks().keySet());
    if (!documented.equals(new TreeSet<>(operations.keySet()))) {
      documented.removeAll(operations.keySet());
      throw new IllegalStateException(
          "the OpenAPI document and the operations differ, not done: " + documented);
    }
  }

  /// A router for one loop.
  ///
  /// @param engine the engine by that loop's links
  public Router router(Vertx vertx, EngineClient engine) {
    Router router = Router.router(vertx);
    router.route().handler(this::arrive);
    router.route().handler(BodyHandler.create(false).setBodyLimit(settings.maxBodyBytes()));
    router.route().handler(this::headAsGet);
    router.route(PublicUrl.BASE + "/*").subRouter(documented(vertx, engine));
    // The reference has no such paths, and who closes the base in a proxy has closed them all.
    router.route("/server/*").handler(context -> context.fail(Refusal.notFound("resource")));
    router.route("/*").subRouter(documented(vertx, engine));
    router.route().failureHandler(this::fail);
    router.errorHandler(BAD_REQUEST, this::failUnrouted);
    return router;
  }

  /// To be mounted last: no route has the path and the method.
  ///
  /// @param pages paths that the document does not name and that answer to GET
  public void addLast(Router router, Set<String> pages) {
    router.route().last().handler(context -> unknown(context, pages));
  }

  private Router documented(Vertx vertx, EngineClient engine) {
    RouterBuilder builder = RouterBuilder.create(vertx, document.contract());
    operations.forEach(
        (id, operation) -> {
          OpenAPIRoute route = Objects.requireNonNull(builder.getRoute(id));
          RequestCheck check = Objects.requireNonNull(document.checks().get(id));
          route.setDoValidation(false).setDoSecurity(false);
          route.addHandler(new OperationHandler(id, operation, check, engine, this));
        });
    return builder.createRouter();
  }

  private void arrive(RoutingContext context) {
    Arrival arrival;
    try {
      arrival = Arrival.note(context, proxies, settings.publicUrl(), ids);
    } catch (Throwable thrown) {
      Arrival.noteUnknown(context, ids);
      throw thrown;
    }
    String path = Objects.requireNonNullElse(context.request().path(), "");
    if (hasSegmentThatGoesAway(path)) {
      context.fail(Refusal.notFound("resource"));
      return;
    }
    if (isForm(context.request().getHeader("Content-Type"))) {
      context.fail(ErrorMapper.ofStatus(415));
      return;
    }
    boolean isPreflight =
        context.request().method().equals(HttpMethod.OPTIONS)
            && context.request().headers().contains("Access-Control-Request-Method");
    if (isPreflight && writer.allows(arrival)) {
      writer.write(context, preflight());
    } else {
      context.put(RECEIVING, true);
      context.next();
    }
  }

  /// Vert.x would take a form apart, and answer in its own way if it cannot.
  private static boolean isForm(@Nullable String contentType) {
    String type = Objects.requireNonNullElse(contentType, "").strip().toLowerCase(Locale.ROOT);
    return type.startsWith("multipart/") || type.startsWith("application/x-www-form-urlencoded");
  }

  /// The router passes over empty segments and resolves dots, also encoded ones: it would take an
  /// empty id for the whole collection, and `users/./logins` for a user.
  private static boolean hasSegmentThatGoesAway(String path) {
    return path.length() > 1 && GOES_AWAY.matcher(path).find();
  }

  private static Reply preflight() {
    return Reply.noContent()
        .with("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
        .with(
            "Access-Control-Allow-Headers",
            "Authorization, Content-Type, X-Request-Id, Repeatability-Request-ID, Repeatability-First-Sent")
        .with("Access-Control-Max-Age", "600");
  }

  /// The document names GET alone; the body of an answer to HEAD is left out by Vert.x.
  private void headAsGet(RoutingContext context) {
    context.remove(RECEIVING);
    if (context.request().method().equals(HttpMethod.HEAD)) {
      // Routing afresh drops the headers that are there already.
      context.put(ReplyWriter.DATE, context.response().headers().get("Date"));
      context.reroute(HttpMethod.GET, context.request().uri());
    } else {
      context.next();
    }
  }

  private void unknown(RoutingContext context, Set<String> pages) {
    String path = context.normalizedPath();
    String below =
        path.startsWith(PublicUrl.BASE + "/") ? path.substring(PublicUrl.BASE.length()) : path;
    List<String> allowed = pages.contains(path) ? List.of("GET", "HEAD") : document.allowed(below);
    if (allowed.isEmpty()) {
      context.fail(Refusal.notFound("resource"));
      return;
    }
    Refusal refusal =
        Refusal.of(ErrorCode.METHOD_NOT_ALLOWED, "This resource does not know the method.");
    String methods = String.join(", ", allowed);
    writer.write(context, errors.reply(refusal, requestID(context)).with("Allow", methods));
  }

  private void fail(RoutingContext context) {
    Arrival.noteUnknown(context, ids);
    Throwable failure = context.failure();
    if (context.remove(RECEIVING) != null && failure != null && isOfTheConnection(failure)) {
      broken(context, failure);
      return;
    }
    int status = context.statusCode();
    Throwable known =
        failure == null || (400 <= status && status < 500) ? ErrorMapper.ofStatus(status) : failure;
    writer.write(context, errors.reply(known, requestID(context)));
  }

  private static boolean isOfTheConnection(Throwable failure) {
    return !(failure instanceof Refusal) && !(failure instanceof HttpException);
  }

  /// The body broke off, or its chunks cannot be read: nothing of ours failed, and whatever follows
  /// on the connection cannot be distinguished from the body.
  private void broken(RoutingContext context, Throwable failure) {
    registry.counter("rtg.api.broken.requests").increment();
    if (context.response().closed()) {
      LOG.debug("request {} broke off: {}", requestID(context), failure.toString());
      return;
    }
    Reply reply = errors.reply(ErrorMapper.ofStatus(BAD_REQUEST), requestID(context));
    writer.write(context, reply.with("Connection", "close"));
  }

  /// No route sees a path that cannot be decoded.
  private void failUnrouted(RoutingContext context) {
    Arrival.noteUnknown(context, ids);
    writer.write(context, errors.reply(ErrorMapper.ofStatus(BAD_REQUEST), requestID(context)));
  }

  private static String requestID(RoutingContext context) {
    return Arrival.of(context).requestID();
  }
}
