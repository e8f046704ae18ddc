package io.realtimegateway.model;

/// A record whose components are keys of the configuration, or further groups of keys. Its
/// constructor checks them, and it has `public static defaults()`.
public interface Settings {}
