package io.realtimegateway.protocol;

/// WebSocket close codes: our own range and the standard ones that we send. 4000..4399 mean
/// "reconnect", 4401 "get a new ticket first", 4403 "do not reconnect".
public enum CloseCode {
  NORMAL(1000),
  GOING_AWAY(1001),
  PROTOCOL_ERROR(1002),
  UNSUPPORTED_DATA(1003),
  BAD_UTF8(1007),
  TOO_BIG(1009),
  TRY_AGAIN(1013),
  SLOW_READER(4002),
  ENGINE_LOST(4003),
  LOGIN_ENDED(4401),
  NOT_ALLOWED(4403),
  NO_PONG(4408),
  TOO_MANY_SESSIONS(4429);

  private final int code;

  CloseCode(int code) {
    this.code = code;
  }

  /// The number on the wire.
  public int code() {
    return code;
  }
}
