package io.realtimegateway.gateway;

import io.realtimegateway.edge.http.ErrorBody;
import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.edge.http.SecurityHeaders;
import io.realtimegateway.edge.rate.KeyedBuckets;
import io.realtimegateway.model.Shards;
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

/// `GET /ws?token=<ticket>` (or `ticket=`) on one loop: checks the request, has the ticket redeemed
/// at the user's shard, and answers 101 only then. A request that is refused for another reason
/// leaves its ticket unused.
///
/// With `errors=close` a refused WebSocket handshake is answered with 101 too, and closed at once
/// with a code that a page can read.
public final class WebSocketEndpoint {
  private static final String VERSION = "13";
  private static final String VERSION_HEADER = "Sec-WebSocket-Version";
  private static final int RETRY_SECONDS = 1;

  private final GatewayLoop loop;
  private final RefusedSockets refused;
  private final KeyedBuckets<String> rates;
  private final Function<HttpServerRequest, Caller> callers;

  /// @param rates upgrades of each address, shared by the loops
  /// @param callers finds who asks; trusts a proxy where one is configured
  public WebSocketEndpoint(
      GatewayLoop loop, KeyedBuckets<String> rates, Function<HttpServerRequest, Caller> callers) {
    this.loop = loop;
    this.refused = new RefusedSockets(loop);
    this.rates = rates;
    this.callers = callers;
  }

  /// Refuses a request for another path, where nobody else serves it; on the loop.
  public void handleOther(HttpServerRequest request) {
    answer(request, new Refusal(ErrorCode.NOT_FOUND, "There is only /ws here."), loop.newName());
  }

  /// Takes a request for `/ws`, on the loop.
  public void handle(HttpServerRequest request) {
    try {
      Refusal refusal = check(request);
      if (refusal != null) {
        refuse(request, refusal);
        return;
      }
      redeem(request);
    } catch (Throwable thrown) {
      String requestID = loop.newName();
      try (MDC.MDCCloseable _ = MDC.putCloseable("requestId", requestID)) {
        loop.metrics().failed("an upgrade request", thrown);
      }
      Refusal failure = new Refusal(ErrorCode.INTERNAL, "something went wrong here");
      refuse(request, failure, requestID);
    }
  }

  /// Why a request is not upgraded.
  ///
  /// @param status 426 where the version is wrong, else that of the code
  /// @param retrySeconds for `Retry-After`, or 0
  private record Refusal(ErrorCode code, String message, int status, long retrySeconds) {
    Refusal(ErrorCode code, String message) {
      this(code, message, code.status(), code == ErrorCode.SERVICE_UNAVAILABLE ? RETRY_SECONDS : 0);
    }
  }

  // ---- checks

  private @Nullable Refusal check(HttpServerRequest request) {
    Caller caller = callers.apply(request);
    long wait = rates.take(AddressKey.of(caller.address()), loop.nanos());
    if (wait > 0) {
      long seconds = Math.ceilDiv(wait, 1_000_000_000L);
      return new Refusal(ErrorCode.RATE_LIMIT, "too many upgrades", 429, seconds);
    }
    if (loop.isDraining()) {
      return new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "the server is going down");
    }
    Refusal wrongRequest = checkRequest(request);
    return wrongRequest != null ? wrongRequest : checkOrigin(request, caller);
  }

  private static @Nullable Refusal checkRequest(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (!request.method().equals(HttpMethod.GET)) {
      return new Refusal(ErrorCode.METHOD_NOT_ALLOWED, "only GET");
    }
    boolean isUpgrade =
        names(headers, HttpHeaders.CONNECTION, "upgrade")
            && names(headers, HttpHeaders.UPGRADE, "websocket");
    if (!isUpgrade || request.version() != HttpVersion.HTTP_1_1) {
      return new Refusal(ErrorCode.BAD_REQUEST, "a WebSocket upgrade is needed", 426, 0);
    }
    if (!VERSION.equals(headers.get(VERSION_HEADER))) {
      return new Refusal(ErrorCode.BAD_REQUEST, "WebSocket version 13 is needed", 426, 0);
    }
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    boolean hasBody =
        headers.contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    if (!isKey(headers.get(Takeover.KEY_HEADER)) || hasBody) {
      return new Refusal(ErrorCode.BAD_REQUEST, "not a WebSocket handshake");
    }
    EarlyBytes bytes = Takeover.earlyBytes(request);
    return bytes == null || bytes.endWithHead() ? null : early();
  }

  private static Refusal early() {
    return new Refusal(
        ErrorCode.BAD_REQUEST, "nothing may be sent before the answer to the upgrade");
  }

  private @Nullable Refusal checkOrigin(HttpServerRequest request, Caller caller) {
    Origins origins = loop.settings().origins();
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
        token == null ? Optional.empty() : loop.environment().tickets().apply(token);
    if (verified.isEmpty()) {
      refuse(request, new Refusal(ErrorCode.UNAUTHORIZED, "a valid ticket is needed"));
      return;
    }
    Ticket ticket = verified.get();
    if (!loop.accepts(ticket.userID())) {
      refuse(request, new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "no engine at the moment"));
      return;
    }
    SessionPacket.Connect connect = connect(ticket);
    Session session = new Session(loop, connect);
    loop.sessions().expect(session);
    EarlyBytes bytes = Takeover.earlyBytes(request);
    long count = bytes == null ? 0 : bytes.count();
    loop.links()
        .request(
            connect,
            loop.settings().waits().redeem(),
            answer -> {
              loop.sessions().expectNoLonger(session);
              if (!(answer instanceof Answer.Redeemed)) {
                forget(connect);
                refuse(request, refusal(answer));
              } else if (bytes != null && bytes.count() != count) {
                forget(connect);
                refuse(request, early());
              } else {
                upgrade(request, connect, session);
              }
            });
  }

  private SessionPacket.Connect connect(Ticket ticket) {
    return new SessionPacket.Connect(
        loop.links().nextRequest(),
        loop.newHandle(),
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
        ? new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "the engine moved; try again")
        : new Refusal(ErrorCode.INTERNAL, "something went wrong here");
  }

  private void upgrade(HttpServerRequest request, SessionPacket.Connect connect, Session session) {
    if (loop.isDraining() || request.response().closed()) {
      forget(connect);
      refuse(request, new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "the server is going down"));
      return;
    }
    loop.opened(session);
    SessionSocket socket = new SessionSocket(session);
    Takeover.take(request, socket, loop.settings().outbound().lowBytes())
        .onFailure(
            failure -> {
              loop.metrics().failed("taking a connection over", failure);
              session.disconnected();
            });
  }

  /// The engine may redeem the ticket after all, or has: its session would stay without a socket.
  private void forget(SessionPacket.Connect connect) {
    loop.links()
        .send(
            Shards.ofUser(connect.userID()),
            new SessionPacket.Disconnect(connect.session(), connect.userID()));
  }

  // ---- answers

  private void refuse(HttpServerRequest request, Refusal refusal) {
    refuse(request, refusal, loop.newName());
  }

  private void refuse(HttpServerRequest request, Refusal refusal, String requestID) {
    loop.metrics().upgradeRefused(refusal.code());
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
              if (isLast) { // What came behind the request may be no HTTP.
                request.connection().close();
              }
            });
  }
}
