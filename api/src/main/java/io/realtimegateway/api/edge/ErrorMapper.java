package io.realtimegateway.api.edge;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.edge.http.ErrorBody;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.DatabaseException;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever was thrown into an answer of the public vocabulary. The only place that does.
public final class ErrorMapper {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorMapper.class);

  /// The answer to a failure.
  ///
  /// @param requestID stands in the answer and in the log
  public Reply reply(Throwable failure, String requestID) {
    Refusal refusal = refusal(failure);
    log(refusal, failure, requestID);
    Reply reply = Reply.json(refusal.code().status(), body(refusal, requestID)::write);
    if (refusal.code() == ErrorCode.UNAUTHORIZED) {
      reply = reply.with("WWW-Authenticate", challenge(refusal));
    }
    Duration wait = refusal.retryAfter();
    return wait == null ? reply : reply.with("Retry-After", Long.toString(wholeSeconds(wait)));
  }

  /// The same answer as a page.
  Reply page(ErrorPage page, Throwable failure, String requestID) {
    Reply reply = reply(failure, requestID);
    return page.of(reply, refusal(failure).message(), requestID);
  }

  /// RFC 6750, section 3.
  private static String challenge(Refusal refusal) {
    return refusal.isOfToken()
        ? "Bearer error=\"invalid_token\", error_description=\"" + refusal.message() + "\""
        : "Bearer realm=\"realtime-gateway\"";
  }

  private static Refusal refusal(Throwable failure) {
    return switch (failure) {
      case Refusal refusal -> refusal;
      case DatabaseException away when away.isUnavailable() ->
          Refusal.unavailable("The database is away.").because(away);
      case HttpException http -> ofStatus(http.getStatusCode());
      default -> Refusal.of(ErrorCode.INTERNAL, "The server failed.").because(failure);
    };
  }

  /// What Vert.x itself refuses.
  static Refusal ofStatus(int status) {
    return switch (status) {
      case 404 -> Refusal.notFound("resource");
      case 413 -> Refusal.of(ErrorCode.PAYLOAD_TOO_LARGE, "The body is too large.");
      case 415 ->
          Refusal.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.");
      case 400, 414, 417, 431 -> Refusal.of(ErrorCode.BAD_REQUEST, "The request is malformed.");
      case 503 -> Refusal.unavailable("The server is busy.");
      default -> Refusal.of(ErrorCode.INTERNAL, "The server failed.");
    };
  }

  private static void log(Refusal refusal, Throwable failure, String requestID) {
    if (refusal.code() == ErrorCode.INTERNAL) {
      LOG.error("request {} failed", requestID, failure);
    } else if (refusal.code().status() < 500) {
      LOG.debug("request {} refused: {} {}", requestID, refusal.code(), refusal.message());
    } else {
      LOG.warn("request {} refused: {} {}", requestID, refusal.code(), refusal.message());
    }
  }

  private static ErrorBody body(Refusal refusal, String requestID) {
    return new ErrorBody(
        refusal.code(),
        refusal.message(),
        requestID,
        refusal.target(),
        refusal.details(),
        refusal.innerCode(),
        refusal.conversationID());
  }

  private static long wholeSeconds(Duration wait) {
    return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
  }
}
