/// The journal: a command is accepted once its record is committed here.
/// [io.realtimegateway.journal.Journal] is the port for appending,
/// [io.realtimegateway.journal.LocalViews] gives what a restart without PostgreSQL needs; `rocks`
/// implements both on one machine.
@NullMarked
package io.realtimegateway.journal;

import org.jspecify.annotations.NullMarked;
