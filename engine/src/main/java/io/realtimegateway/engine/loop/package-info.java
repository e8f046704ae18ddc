/// What an event loop of the engine does for its shards: it ends turns, appends to logs, carries
/// packets between shards and keeps the links that end at it.
///
/// The packages above see one shard of it as [io.realtimegateway.engine.loop.ShardPort].
@NullMarked
package io.realtimegateway.engine.loop;

import org.jspecify.annotations.NullMarked;
