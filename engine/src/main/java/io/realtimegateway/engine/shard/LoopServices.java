package io.realtimegateway.engine.shard;

import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.engine.conversation.ConversationServices;
import io.realtimegateway.engine.session.SessionServices;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.journal.LocalViews;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/// Services shared by all loops of an engine.
///
/// @param views reads of the local store; blocking ones run on platform threads
/// @param nanos a clock that does not step, for time-outs
/// @param epochs random numbers for new epochs
/// @param virtual runs what may block
public record LoopServices(
    Journal journal,
    LocalViews views,
    ConversationServices conversations,
    SessionServices sessions,
    LongSupplier nanos,
    LongSupplier epochs,
    Executor virtual,
    MeterRegistry meters) {}
