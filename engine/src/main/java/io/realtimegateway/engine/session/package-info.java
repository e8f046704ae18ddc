/// The users of one shard: tickets and ended logins, sessions and their return, and who is online.
/// [io.realtimegateway.engine.session.ShardUsers] is where packets for them arrive.
@NullMarked
package io.realtimegateway.engine.session;

import org.jspecify.annotations.NullMarked;
