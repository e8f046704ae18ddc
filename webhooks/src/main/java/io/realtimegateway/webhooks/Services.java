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
/// @param archivedIndex index of the last archived record of a shard; never blocks
/// @param alarms runs the timeouts of attempts
/// @param tls holds the trusted certificates
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
