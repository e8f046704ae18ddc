package io.realtimegateway.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.api.health.Health;
import io.realtimegateway.security.CommandDigest;
import io.realtimegateway.security.LoginTokens;
import io.realtimegateway.security.Tickets;
import io.realtimegateway.store.Database;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// What the API is made of, and others own.
///
/// @param digest compares a repeated request with the first
/// @param journal health of the journal, as far as this process knows it
/// @param process whether this process works, starts or stops
/// @param metrics text for Prometheus
/// @param asyncApi the WebSocket's document
/// @param random for request ids, command names and secrets
public record ApiResources(
    Database database,
    LoginTokens tokens,
    Tickets tickets,
    CommandDigest digest,
    Supplier<Health.Component> journal,
    Supplier<Health.Component> process,
    Supplier<String> metrics,
    Optional<String> asyncApi,
    MeterRegistry registry,
    InstantSource clock,
    SecureRandom random) {}
