package io.realtimegateway.protocol.packet;

/// Who opened a link. The wire number is the ordinal plus 1.
public enum Role {
  GATEWAY,
  API,
  ENGINE
}
