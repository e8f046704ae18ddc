package io.realtimegateway.protocol;

/// The error codes of links, sockets and REST. The wire number of a code on a link is its ordinal
/// plus 1; new codes are added at the end.
public enum ErrorCode {
  BAD_REQUEST("BadRequest", 400),
  BAD_ARGUMENT("BadArgument", 400),
  UNAUTHORIZED("UnauthorizedRequest", 401),
  FORBIDDEN("ForbiddenRequest", 403),
  NOT_FOUND("NotFoundRequest", 404),
  METHOD_NOT_ALLOWED("MethodNotAllowed", 405),
  NOT_ACCEPTED("StatusNotAccepted", 406),
  CONFLICT("Conflict", 409),
  GONE("Gone", 410),
  PAYLOAD_TOO_LARGE("PayloadTooLarge", 413),
  UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", 415),
  RATE_LIMIT("RateLimit", 429),
  INTERNAL("InternalServerError", 500),
  BAD_GATEWAY("BadGateway", 502),
  SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
  TIMEOUT("Timeout", 504);

  private final String publicName;
  private final int status;

  ErrorCode(String publicName, int status) {
    this.publicName = publicName;
    this.status = status;
  }

  /// The name that clients see, for example `NotFoundRequest`.
  public String publicName() {
    return publicName;
  }

  /// The HTTP status of this error.
  public int status() {
    return status;
  }
}
