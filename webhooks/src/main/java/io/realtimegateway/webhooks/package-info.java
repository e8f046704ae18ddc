/// Tells endpoints of the application's own backend what happened. [WebhookDispatcher] keeps one
/// [Endpoint] for each that is switched on; an endpoint follows the journal shard by shard, as far
/// as it is archived, from positions in PostgreSQL, and where the journal no longer reaches back
/// ([CatchUp]) it goes on from the rows. Nothing here runs on an event loop: JDBC and HTTP on
/// virtual threads, the local store and the resolver on platform threads.
@NullMarked
package io.realtimegateway.webhooks;

import org.jspecify.annotations.NullMarked;
