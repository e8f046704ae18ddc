package io.realtimegateway.engine.shard;

import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.engine.history.ChangesReader;
import io.realtimegateway.engine.history.LookUps;
import io.realtimegateway.engine.ports.ConversationPort;
import io.realtimegateway.engine.presence.PresenceDirectory;
import io.realtimegateway.engine.settings.EngineSettings;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.model.MessageIds;
import io.realtimegateway.security.CommandDigest;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/// What all loops of an engine share.
///
/// @param views reads of the local store; blocking ones hop to platform threads by themselves
/// @param nanos a clock that does not step, for time-outs
/// @param epochs random numbers for new epochs
/// @param virtual runs what may block
public record Services(
    EngineSettings settings,
    Journal journal,
    LocalViews views,
    LookUps lookUps,
    ChangesReader changes,
    ConversationPort conversations,
    Archive archive,
    PresenceDirectory presence,
    CommandDigest digest,
    MessageIds ids,
    InstantSource clock,
    LongSupplier nanos,
    LongSupplier epochs,
    Executor virtual,
    MeterRegistry meters) {}
