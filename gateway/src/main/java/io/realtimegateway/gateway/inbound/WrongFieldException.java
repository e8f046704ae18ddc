package io.realtimegateway.gateway.inbound;

/// A field that breaks its rule. It has no stack trace, because it becomes an answer.
final class WrongFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String target;
  private final String explanation;

  WrongFieldException(String target, String rule) {
    super(target, null, false, false);
    this.target = target;
    this.explanation = target + " must be " + rule;
  }

  String target() {
    return target;
  }

  String explanation() {
    return explanation;
  }
}
