/// The engine at work: event loops that own logs, logs of eight shards, shards of conversations and
/// users. One thread per loop; nothing here blocks or locks.
///
/// A packet comes in at [io.realtimegateway.engine.shard.EngineLoop], goes to its
/// [io.realtimegateway.engine.shard.Shard] and there to a
/// [io.realtimegateway.engine.shard.LiveConversation] (which asks its core to decide) or to
/// [io.realtimegateway.engine.shard.ShardUsers]. Facts go through
/// [io.realtimegateway.engine.shard.LogWriter] into the journal at the end of the loop's turn; what
/// is committed is acked and told through [io.realtimegateway.engine.shard.Audiences].
@NullMarked
package io.realtimegateway.engine.shard;

import org.jspecify.annotations.NullMarked;
