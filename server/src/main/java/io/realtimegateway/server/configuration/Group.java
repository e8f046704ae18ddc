package io.realtimegateway.server.configuration;

/// A record whose components are keys or further groups. Every group has `static defaults()`.
interface Group {}
