/// The facts of the system: the engine decides them, the journal stores them, the archiver writes
/// them to PostgreSQL and webhooks report them. A record carries every id, time and random choice,
/// so every reader computes the same state from it.
@NullMarked
package io.realtimegateway.model.record;

import org.jspecify.annotations.NullMarked;
