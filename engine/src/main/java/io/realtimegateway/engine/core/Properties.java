package io.realtimegateway.engine.core;

import org.jspecify.annotations.Nullable;

/// Name and metadata of a group-chat.
///
/// @param groupName 1..50 code points
/// @param metadata compact JSON object, or null for none
public record Properties(String groupName, @Nullable String metadata) {}
