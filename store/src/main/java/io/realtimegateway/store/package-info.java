/// PostgreSQL, the only SQL dialect. [io.realtimegateway.store.Database] is the pool and the two
/// ways to use it (one statement, one transaction); each aggregate has a package with its records
/// and one repository, whose SQL is next to the record that it fills; `archive` is written by the
/// archiver.
///
/// Everything here blocks and is called on virtual threads (the archiver uses platform threads),
/// never on an event loop. Failures are [io.realtimegateway.store.DatabaseException]; nothing
/// returns null.
@NullMarked
package io.realtimegateway.store;

import org.jspecify.annotations.NullMarked;
