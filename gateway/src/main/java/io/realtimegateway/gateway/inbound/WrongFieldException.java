package io.realtimegateway.gateway.inbound;

/// A field that breaks its rule; no stack trace, it is an answer.
final class WrongFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String target;
  private final String says;

  WrongFieldException(String target, String rule) {
    super(target, null, false, false);
    this.target = target;
    this.says = target + " must be " + rule;
  }

  String target() {
    return target;
  }

  String says() {
    return says;
  }
}
