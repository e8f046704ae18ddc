/// The facts of the system: what the engine decides, the journal stores, the archiver writes to
/// PostgreSQL and webhooks report. A record carries every id, time and random choice, so every
/// reader computes the same state from it.
@NullMarked
package io.realtimegateway.model.record;

import org.jspecify.annotations.NullMarked;
