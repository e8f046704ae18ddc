package io.realtimegateway.gateway.outbound;

import io.realtimegateway.model.Range;

/// How much may wait for one session, in bytes.
///
/// @param lowBytes below it a slow session gets all events again, and the next page of changes is
///   requested
/// @param highBytes above it signals are conflated, and the session's commands are not read
/// @param mostBytes above it the session is lagging; pages of changes are allowed beyond it
/// @param signals most conflated signals that are kept; beyond it, typing is dropped, and any other
///   signal makes the session lagging
public record OutboundLimits(int lowBytes, int highBytes, int mostBytes, int signals) {
  public OutboundLimits {
    Range.require("gateway.outbound.low-water", lowBytes, 1024, 1 << 30);
    Range.require("gateway.outbound.high-water", highBytes, lowBytes, 1 << 30);
    Range.require("gateway.outbound.limit", mostBytes, highBytes, 1 << 30);
    Range.require("gateway.outbound.signals", signals, 1, 1_000_000);
  }

  /// 64 KiB, 256 KiB, 1 MiB, 4096 signals.
  public static OutboundLimits defaults() {
    return new OutboundLimits(64 << 10, 256 << 10, 1 << 20, 4096);
  }
}
