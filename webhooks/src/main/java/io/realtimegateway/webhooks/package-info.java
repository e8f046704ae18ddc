/// Delivers events to the application's own backend. [WebhookDispatcher] keeps one [Endpoint] for
/// each that is enabled. An endpoint follows the archived part of the journal, shard by shard, from
/// positions in PostgreSQL; if the journal no longer holds the next record, it catches up from the
/// rows ([CatchUp]). Nothing here runs on an event loop: JDBC and HTTP run on virtual threads, the
/// local store and the resolver on platform threads.
@NullMarked
package io.realtimegateway.webhooks;

import org.jspecify.annotations.NullMarked;
