/// The users of one shard: tickets and ended logins, sessions and their return, and who is online.
/// [io.realtimegateway.engine.session.ShardUsers] handles the packets for them.
@NullMarked
package io.realtimegateway.engine.session;

import org.jspecify.annotations.NullMarked;
