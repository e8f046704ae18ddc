package io.realtimegateway.gateway.outbound;

/// How much may wait for one session, in bytes.
///
/// @param lowBytes below it a slow session gets all events again, and the next page of changes is
///   requested
/// @param highBytes above it signals are conflated, and the session's commands are not read
/// @param mostBytes above it the session is lagging; pages of changes are allowed beyond it
/// @param signals most conflated signals that are kept; beyond it, typing is dropped, and any other
///   signal makes the session lagging
public record OutboundLimits(int lowBytes, int highBytes, int mostBytes, int signals) {}
