package io.realtimegateway.gateway.upgrade;

import io.netty.channel.ChannelHandler;
import io.realtimegateway.edge.http.ErrorBody;
import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.edge.http.SecurityHeaders;
import io.realtimegateway.edge.rate.KeyedBuckets;
import io.realtimegateway.gateway.LoopEnvironment;
import io.realtimegateway.gateway.engine.GatewayLoop;
import io.realtimegateway.gateway.session.ClientSession;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.Ticket;
import io.realtimegateway.security.web.AddressKey;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// `GET /ws?token=<ticket>` (or `ticket=`) on one loop: checks the request, redeems the ticket at
/// the user's shard, and answers 101 only then. A request that is refused for another reason leaves
/// its ticket unused.
///
/// With `errors=close`, a refused WebSocket handshake is answered with 101 too, and closed at once
/// with a code that a page can read.
public final class WebSocketEndpoint {
  private static final String VERSION = "13";
  private static final String VERSION_HEADER = "Sec-WebSocket-Version";
  private static final int RETRY_SECONDS = 1;

  private final GatewayLoop loop;
  private final LoopEnvironment environment;
  private final RefusedSockets refused;
  private final KeyedBuckets<String> rates;
  private final Function<HttpServerRequest, Caller> callers;

  /// @param rates of upgrades by client address, shared by the loops
  /// @param callers finds the client of a request; trusts a configured proxy
  public WebSocketEndpoint(
      GatewayLoop loop, KeyedBuckets<String> rates, Function<HttpServerRequest, Caller> callers) {
    this.loop = loop;
    this.environment = loop.environment();
    this.refused = new RefusedSockets(environment.metrics());
    this.rates = rates;
    this.callers = callers;
  }

  /// Refuses a request for a path that is not served; on the loop.
  public void handleOther(HttpServerRequest request) {
    answer(
        request,
        new Refusal(ErrorCode.NOT_FOUND, "this port serves only /ws"),
        environment.newName());
  }

  /// Handles a request for `/ws`; on the loop.
  public void handle(HttpServerRequest request) {
    try {
      Refusal refusal = check(request);
      if (refusal != null) {
        refuse(request, refusal);
        return;
      }
      redeem(request);
    } catch (Throwable thrown) {
      String requestID = environment.newName();
      try (MDC.MDCCloseable _ = MDC.putCloseable("requestId", requestID)) {
        environment.metrics().failed("an upgrade request", thrown);
      }
      Refusal failure =
          new Refusal(
              ErrorCode.INTERNAL, "the server failed to process this request; its log says why");
      refuse(request, failure, requestID);
    }
  }

  /// Why a request is not upgraded.
  ///
  /// @param status 426 if the protocol or its version is wrong, otherwise that of the code
  /// @param retrySeconds for `Retry-After`, or 0
  private record Refusal(ErrorCode code, String message, int status, long retrySeconds) {
    Refusal(ErrorCode code, String message) {
      this(code, message, code.status(), code == ErrorCode.SERVICE_UNAVAILABLE ? RETRY_SECONDS : 0);
    }
  }

  // ---- checks

  private @Nullable Refusal check(HttpServerRequest request) {
    Caller caller = callers.apply(request);
    long wait = rates.take(AddressKey.of(caller.address()), environment.nanos());
    if (wait > 0) {
      long seconds = Math.ceilDiv(wait, 1_000_000_000L);
      return new Refusal(
          ErrorCode.RATE_LIMIT,
          "too many connections from this address; try again later",
          429,
          seconds);
    }
    if (loop.isDraining()) {
      return new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "the server is stopping; try again");
    }
    Refusal wrongRequest = checkRequest(request);
    return wrongRequest != null ? wrongRequest : checkOrigin(request, caller);
  }

  private static @Nullable Refusal checkRequest(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (!request.method().equals(HttpMethod.GET)) {
      return new Refusal(ErrorCode.METHOD_NOT_ALLOWED, "only GET is allowed");
    }
    boolean isUpgrade =
        names(headers, HttpHeaders.CONNECTION, "upgrade")
            && names(headers, HttpHeaders.UPGRADE, "websocket");
    if (!isUpgrade || request.version() != HttpVersion.HTTP_1_1) {
      return new Refusal(
          ErrorCode.BAD_REQUEST, "this is a WebSocket; send an upgrade request", 426, 0);
    }
    if (!VERSION.equals(headers.get(VERSION_HEADER))) {
      return new Refusal(
          ErrorCode.BAD_REQUEST, "only version 13 of the WebSocket protocol is supported", 426, 0);
    }
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    boolean hasBody =
        headers.contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    if (!isKey(headers.get(Takeover.KEY_HEADER)) || hasBody) {
      return new Refusal(ErrorCode.BAD_REQUEST, "this is not a WebSocket handshake");
    }
    EarlyBytes bytes = Takeover.earlyBytes(request);
    return bytes == null || bytes.endWithHead() ? null : sentTooEarly();
  }

  private static Refusal sentTooEarly() {
    return new Refusal(
        ErrorCode.BAD_REQUEST, "a client must not send anything before the upgrade is answered");
  }

  private @Nullable Refusal checkOrigin(HttpServerRequest request, Caller caller) {
    Origins origins = environment.options().origins();
    boolean isAllowed =
        request.headers().getAll(HttpHeaders.ORIGIN).stream()
            .allMatch(sent -> origins.allows(sent, caller.origin()));
    return isAllowed ? null : new Refusal(ErrorCode.FORBIDDEN, "this origin may not connect");
  }

  /// Whether one of the comma-separated values of a header is this one.
  private static boolean names(MultiMap headers, CharSequence header, String value) {
    return headers.getAll(header).stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .anyMatch(token -> token.strip().equalsIgnoreCase(value));
  }

  private static boolean isKey(@Nullable String key) {
    if (key == null) {
      return false;
    }
    try {
      return Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  // ---- the ticket

  private void redeem(HttpServerRequest request) {
    String named = request.getParam("token");
    String token = named == null ? request.getParam("ticket") : named;
    Optional<Ticket> verified =
        token == null ? Optional.empty() : environment.process().tickets().apply(token);
    if (verified.isEmpty()) {
      refuse(
          request,
          new Refusal(ErrorCode.UNAUTHORIZED, "the ticket is missing or not valid; get a new one"));
      return;
    }
    Ticket ticket = verified.get();
    if (!loop.accepts(ticket.userID())) {
      refuse(
          request,
          new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "the engine cannot be reached; try again"));
      return;
    }
    SessionPacket.Connect connect = connect(ticket);
    EarlyBytes bytes = Takeover.earlyBytes(request);
    long count = bytes == null ? 0 : bytes.count();
    loop.redeem(
        connect,
        (session, answer) -> {
          if (!(answer instanceof Answer.Redeemed)) {
            loop.abandon(connect);
            refuse(request, refusal(answer));
          } else if (bytes != null && bytes.count() != count) {
            loop.abandon(connect);
            refuse(request, sentTooEarly());
          } else {
            upgrade(request, connect, session);
          }
        });
  }

  private SessionPacket.Connect connect(Ticket ticket) {
    return new SessionPacket.Connect(
        loop.nextRequest(),
        environment.newHandle(),
        ticket.userID(),
        ticket.ticketID(),
        ticket.term(),
        ticket.issuedAt().toEpochMilli(),
        ticket.expiresAt().toEpochMilli(),
        ticket.loginID(),
        ticket.loginIssuedAt().toEpochMilli(),
        ticket.loginExpiresAt().toEpochMilli());
  }

  private static Refusal refusal(Packet answer) {
    if (answer instanceof Answer.Failure(_, ErrorCode code, String message, _)) {
      return new Refusal(code, message);
    }
    return answer instanceof LinkPacket.NotOwner
        ? new Refusal(
            ErrorCode.SERVICE_UNAVAILABLE, "another engine has taken over this user; try again")
        : new Refusal(
            ErrorCode.INTERNAL, "the server failed to process this request; its log says why");
  }

  private void upgrade(
      HttpServerRequest request, SessionPacket.Connect connect, ClientSession session) {
    if (loop.isDraining() || request.response().closed()) {
      loop.abandon(connect);
      refuse(
          request, new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "the server is stopping; try again"));
      return;
    }
    loop.open(session);
    ChannelHandler socket = session.newSocket(text -> loop.commands().dispatch(session, text));
    Takeover.take(request, socket, environment.options().outbound().lowBytes())
        .onFailure(
            failure -> {
              environment.metrics().failed("the take-over of a connection", failure);
              session.disconnected();
            });
  }

  // ---- answers

  private void refuse(HttpServerRequest request, Refusal refusal) {
    refuse(request, refusal, environment.newName());
  }

  private void refuse(HttpServerRequest request, Refusal refusal, String requestID) {
    environment.metrics().upgradeRefused(refusal.code());
    boolean isHandshake = checkRequest(request) == null;
    if (isHandshake && "close".equals(request.getParam("errors"))) {
      close(request, refusal);
    } else {
      answer(request, refusal, requestID);
    }
  }

  private void close(HttpServerRequest request, Refusal refusal) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.headWritten()) {
      return;
    }
    switch (refusal.code()) {
      case UNAUTHORIZED -> refused.refuse(request, CloseCode.LOGIN_ENDED, refusal.message());
      case FORBIDDEN -> refused.refuse(request, CloseCode.NOT_ALLOWED, refusal.message());
      case RATE_LIMIT ->
          refused.refuse(
              request, CloseCode.TOO_MANY_SESSIONS, "retry-after=" + refusal.retrySeconds());
      default -> refused.refuse(request, CloseCode.TRY_AGAIN, refusal.message());
    }
  }

  private void answer(HttpServerRequest request, Refusal refusal, String requestID) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.headWritten()) {
      return;
    }
    SecurityHeaders.put(response.headers(), callers.apply(request).origin().startsWith("https:"));
    response
        .setStatusCode(refusal.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader("X-Request-Id", requestID);
    switch (refusal.status()) {
      case 401 -> response.putHeader("WWW-Authenticate", "Bearer realm=\"ticket\"");
      case 405 -> response.putHeader(HttpHeaders.ALLOW, "GET");
      case 426 ->
          response.putHeader(HttpHeaders.UPGRADE, "websocket").putHeader(VERSION_HEADER, VERSION);
      default -> {}
    }
    if (refusal.retrySeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(refusal.retrySeconds()));
    }
    EarlyBytes bytes = Takeover.earlyBytes(request);
    boolean isLast = bytes != null && !bytes.endWithHead();
    if (isLast) {
      response.putHeader(HttpHeaders.CONNECTION, "close");
    }
    response
        .end(ErrorBody.text(refusal.code(), refusal.message(), requestID))
        .onComplete(
            _ -> {
              if (isLast) { // The bytes after the request may not be HTTP.
                request.connection().close();
              }
            });
  }
}
