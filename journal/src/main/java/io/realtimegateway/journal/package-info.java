/// The journal: where a record is committed, it is accepted. [io.realtimegateway.journal.Journal]
/// is the port for appending, [io.realtimegateway.journal.LocalViews] what a restart without
/// PostgreSQL needs; `rocks` implements both on one machine, `record` holds what is written.
@NullMarked
package io.realtimegateway.journal;

import org.jspecify.annotations.NullMarked;
