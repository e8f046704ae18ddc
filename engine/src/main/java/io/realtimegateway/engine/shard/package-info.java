/// The engine at work: event loops that run shards. One thread per loop; nothing here blocks or
/// locks.
///
/// A packet comes in at [io.realtimegateway.engine.shard.EngineLoop] and goes to its
/// [io.realtimegateway.engine.shard.Shard]: to a conversation, or to a session of a user. What they
/// decide goes through [io.realtimegateway.engine.loop.LogWriter] into the journal at the end of
/// the loop's turn; what is committed is acknowledged and delivered.
@NullMarked
package io.realtimegateway.engine.shard;

import org.jspecify.annotations.NullMarked;
