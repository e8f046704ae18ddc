package io.realtimegateway.webhooks;

import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.store.applications.WebhookHistory;
import io.realtimegateway.store.applications.WebhookRepository;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;

/// What all endpoints share.
///
/// @param archivedIndex how far a shard is in PostgreSQL; never blocks
/// @param alarms ends attempts that take too long
/// @param tls knows whom to trust
record Services(
    WebhookSettings settings,
    WebhookRepository webhooks,
    WebhookHistory history,
    Directory directory,
    StoreReads reads,
    IntToLongFunction archivedIndex,
    OutboundNames names,
    ScheduledExecutorService alarms,
    SSLSocketFactory tls,
    InstantSource clock,
    RandomGenerator random,
    MeterRegistry meters) {}
