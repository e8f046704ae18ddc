package io.realtimegateway.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.edge.rate.KeyedBuckets;
import io.realtimegateway.security.Ticket;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What all gateway loops of a process share; every part is thread-safe.
///
/// @param users the rate that all sessions of a user share
/// @param tickets verifies a ticket's signature and time
/// @param names makes command names, UUIDv7
/// @param clock time of day
/// @param nanos time that only grows
/// @param random for jitter
public record GatewayEnvironment(
    GatewayOptions options,
    KeyedBuckets<Long> users,
    Function<String, Optional<Ticket>> tickets,
    Supplier<String> names,
    InstantSource clock,
    LongSupplier nanos,
    RandomGenerator random,
    MeterRegistry registry) {}
