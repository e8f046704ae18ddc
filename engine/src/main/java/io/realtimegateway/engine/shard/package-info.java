/// The engine at work: event loops that run shards. One thread per loop; nothing here blocks or
/// locks.
///
/// A packet comes in at [io.realtimegateway.engine.shard.EngineLoop] and goes to its
/// [io.realtimegateway.engine.shard.Shard]: to a conversation, or to a session of a user. Their
/// records are appended to the journal by [io.realtimegateway.engine.loop.LogWriter] at the end of
/// the loop's turn; committed records are acknowledged and delivered.
@NullMarked
package io.realtimegateway.engine.shard;

import org.jspecify.annotations.NullMarked;
